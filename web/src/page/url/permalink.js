// Permalink: the state of the page in the hash of its address.
import { KEYS, isTrackingPaused, onChange, setState, readState } from "./page-state.js";

/** @typedef {import("./page-state.js").State} State */

/** Least time between two writes of the hash, milliseconds: browsers slow down pages that write it more often. */
const WRITE_INTERVAL_MS = 300;
/** Greatest length of a hash: a longer one was not made by a page. */
const LENGTH_LIMIT = 20_000;
/** Encoded characters that a hash may have unencoded, which is easier to read. */
const NEEDLESSLY_ENCODED = /%(?:3A|3B|2C|2F|40)/g;
/** Characters that programs take for the end of a link. */
const LINK_END = /[!'()*]/g;

/** @param {string} text */
function encode(text) {
  // encodeURIComponent refuses half of a surrogate pair.
  const wellFormed = text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd");
  return encodeURIComponent(wellFormed)
    .replace(NEEDLESSLY_ENCODED, decodeURIComponent)
    .replace(LINK_END, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** @param {State} state @returns {string} without its `#`; empty for a page as it opened */
export const writeHash = (state) =>
  KEYS.flatMap((key) => (state[key] ? [`${key}=${encode(state[key] ?? "")}`] : [])).join("&");

/**
 * Ignores unknown keys.
 * @param {string} hash with or without its `#`
 * @returns {State | null} null if the hash is no state of a page
 */
export function readHash(hash) {
  const text = hash.replace(/^#/, "");
  if (text.length > LENGTH_LIMIT) return null;
  /** @type {State} */
  const state = {};
  for (const part of text.split("&")) {
    const [name, ...values] = part.split("=");
    const key = KEYS.find((known) => known === name);
    const value = decode(values.join("="));
    if (key && value && !(key in state)) state[key] = value;
  }
  return Object.keys(state).length || !text ? state : null;
}

/** Decodes part of a link; empty if its encoding is broken. @param {string} text */
export function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}

/** Writes the hash of the page as it is now, at once. */
export function writeAddress() {
  clearTimeout(writeTimer);
  writeTimer = 0;
  if (isTrackingPaused()) return;
  const hash = writeHash(readState());
  if (hash === window.location.hash.replace(/^#/, "")) return;
  const { pathname, search } = window.location;
  try {
    window.history.replaceState(window.history.state, "", hash ? `#${hash}` : `${pathname}${search}`);
  } catch {
    // A frame without an address of its own, as in a notebook, keeps no link.
  }
}

let writeTimer = 0;
/** @type {(() => string) | null} */
let link = () => window.location.href;

/** Sets the address for links to a page in a frame of another page. @param {(() => string) | null} address null: nothing can link to it */
export const setLink = (address) => void (link = address);

/** Whether there are links to the page. */
export const hasLink = () => link !== null;

/** The link to the page as it is now. */
export function currentLink() {
  writeAddress();
  return link?.() ?? "";
}

/** Keeps the address and the page equal. Call it when all parts are registered. */
export function startPermalink() {
  // The event has the new address; a delayed write may have replaced that in the window already.
  const follow = (/** @type {Partial<HashChangeEvent>} */ event) => {
    const state = readHash(new URL(event.newURL || window.location.href).hash);
    if (state) setState(state);
  };
  if (window.location.hash) follow({});
  onChange(() => {
    if (!writeTimer) writeTimer = window.setTimeout(writeAddress, WRITE_INTERVAL_MS);
  });
  window.addEventListener("hashchange", follow);
}
