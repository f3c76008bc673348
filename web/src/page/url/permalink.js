// Permalink: the state of the page in the hash of its address.
import { KEYS, isTrackingPaused, onChange, setState, readState } from "./page-state.js";

/** @typedef {import("./page-state.js").State} State */

/** The hash is written no more often than this, milliseconds: browsers slow down pages that do. */
const PAUSE = 300;
/** A hash that is longer was not made here. */
const LONGEST = 20_000;
/** What may stand in a hash as it is, and is read so more easily. */
const PLAIN = /%(?:3A|3B|2C|2F|40)/g;
/** What programs take for the end of a link. */
const ENDING = /[!'()*]/g;

/** @param {string} text */
function encode(text) {
  const sound = text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd");
  return encodeURIComponent(sound)
    .replace(PLAIN, decodeURIComponent)
    .replace(ENDING, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** @param {State} state @returns {string} without its `#`; empty for a page as it opened */
export const writeHash = (state) =>
  KEYS.flatMap((key) => (state[key] ? [`${key}=${encode(state[key] ?? "")}`] : [])).join("&");

/**
 * Ignores unknown keys.
 * @param {string} hash with or without its `#`
 * @returns {State | null} null where the hash is none of ours
 */
export function readHash(hash) {
  const text = hash.replace(/^#/, "");
  if (text.length > LONGEST) return null;
  /** @type {State} */
  const state = {};
  for (const part of text.split("&")) {
    const [name, ...rest] = part.split("=");
    const key = KEYS.find((known) => known === name);
    const value = decode(rest.join("="));
    if (key && value && !(key in state)) state[key] = value;
  }
  return Object.keys(state).length || !text ? state : null;
}

/** What stands in a link, empty where it is broken. @param {string} text */
export function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}

/** The hash of the page as it is now, written at once. */
export function writeAddress() {
  clearTimeout(waiting);
  waiting = 0;
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

let waiting = 0;
/** @type {(() => string) | null} */
let link = () => window.location.href;

/** Sets what links to the page are, where it stands in a frame of another page. @param {(() => string) | null} address null: nothing can link to it */
export const setLink = (address) => void (link = address);

/** Whether there are links to the page. */
export const hasLink = () => link !== null;

/** The link to the page as it is now. */
export function currentLink() {
  writeAddress();
  return link?.() ?? "";
}

/** The address follows the page, and the page the address. Call it once all parts are there. */
export function startPermalink() {
  // A write that was waiting may have replaced the address before its event came.
  const follow = (/** @type {Partial<HashChangeEvent>} */ event) => {
    const state = readHash(new URL(event.newURL || window.location.href).hash);
    if (state) setState(state);
  };
  if (window.location.hash) follow({});
  onChange(() => {
    if (!waiting) waiting = window.setTimeout(writeAddress, PAUSE);
  });
  window.addEventListener("hashchange", follow);
}
