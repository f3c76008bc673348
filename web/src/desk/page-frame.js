// The page of all records, in a frame whose state the desk's own address has: the very page that `geotrack map` writes.
import { element } from "../page/dom.js";
import { RequestError } from "./requests.js";
import { createPageSource } from "./page-source.js";
import { frameAddress } from "./session.js";
import { text } from "./vocabulary.js";

/** A page that is there sooner needs no line that says so, milliseconds. */
const UPDATE_MS = 400;

/** @typedef {import("./map.js").DeskMap} DeskMap */

/** @param {HTMLIFrameElement | null} frame @returns {DeskMap | undefined} */
const mapOf = (frame) => /** @type {any} */ (frame?.contentWindow)?.geotrackDesk;

/** A reload and a copied address restore the state. @param {string} hash */
function keepState(hash) {
  const { pathname, search } = location;
  history.replaceState(history.state, "", hash ? `#${hash}` : `${pathname}${search}`);
}

/** @param {DeskMap} map @param {() => boolean} isShown */
function followState(map, isShown) {
  let timer = 0;
  map.onState(() => {
    clearTimeout(timer);
    timer = window.setTimeout(() => isShown() && keepState(map.present().hash), 200);
  });
}

/** @param {string} state of a page, whose next version chooses the record itself */
const withoutChoice = (state) => state.replace(/[#&]r=\d+/, "").replace(/^&/, "#");

/** The chosen record, whose number another version of the page may give to another. @param {string} state @param {DeskMap} from @param {DeskMap} to */
const renumbered = (state, from, to) =>
  state.replace(/([#&])r=(\d+)/, (_, /** @type {string} */ mark, /** @type {string} */ number) => {
    // A page of many does not find numbers by ids, and each record keeps its number.
    const newNumber = to.findsNumbers ? to.numberOf(from.idOf(Number(number))) : number;
    return newNumber === undefined ? `${mark}r=` : `${mark}r=${newNumber}`;
  });

/** Says that a changed page is on its way, in the head. @returns {() => void} ends it */
function announceUpdate() {
  const line = element("p", { class: "updating", role: "status" });
  const timer = setTimeout(() => {
    document.querySelector(".desk-head .status")?.after(line);
    line.textContent = text("updating");
  }, UPDATE_MS);
  return () => {
    clearTimeout(timer);
    line.remove();
  };
}

/** Why the server built no page. @param {HTMLIFrameElement} frame */
function faultOf(frame) {
  try {
    return JSON.parse(frame.contentDocument?.body.textContent ?? "").error;
  } catch {
    return frame.title;
  }
}

/** The first page is there, or will not be: the picture of what is loading makes room. @param {HTMLElement} holder */
function endLoading(holder) {
  holder.removeAttribute("aria-busy");
  holder.querySelector(".loading")?.remove();
}

/** Gives a page its state; if that changes it, `then` is called once the page has it. @param {HTMLIFrameElement} frame @param {string} state @param {() => void} then @returns whether it changes it */
function givesState(frame, state, then) {
  const page = /** @type {Window} */ (frame.contentWindow);
  const { href } = page.location;
  page.location.hash = state;
  const isChanged = page.location.href !== href;
  if (isChanged) page.addEventListener("hashchange", then, { once: true });
  return isChanged;
}

/** The state of the page is that of the address, where a link of the desk is followed. @param {() => HTMLIFrameElement | null} shown */
const followAddress = (shown) =>
  window.addEventListener("hashchange", () => {
    const page = shown()?.contentWindow;
    if (page) page.location.hash = location.hash;
  });

/** Acts when nothing is being drawn on a page, at once if there is none. @param {DeskMap | undefined} map @param {() => void} act */
const whenIdle = (map, act) => (map ? map.whenIdle(act) : act());

/** @typedef {ReturnType<typeof createPageSource>} PageSource */

/** @param {string} src @param {string} title @param {boolean} isWaiting whether it lies behind another @param {PageSource} source of its records */
function createFrame(src, title, isWaiting, source) {
  const frame = /** @type {HTMLIFrameElement} */ (element("iframe", { src, title, class: isWaiting ? "waiting" : "" }));
  return Object.assign(frame, { geotrackSource: source.forPage });
}

/**
 * A page of many records takes changes in. Else a changed page is loaded behind the present one, with its state, and then
 * takes its place.
 * @param {HTMLElement} holder @param {string} language @param {string} title of the frame
 * @param {object} on
 * @param {(map: DeskMap) => void} on.onLoad
 * @param {(map: DeskMap) => void} on.onChange called when the page has taken changes in
 * @param {(why: string) => void} on.onFault called if no page could be built, and with an empty text when one has been built again
 */
export function createPageFrame(holder, language, title, { onLoad, onChange, onFault }) {
  let shown = /** @type {HTMLIFrameElement | null} */ (null);
  /** The source of its records. @type {PageSource | null} */
  let shownSource = null;
  let latest = 0;
  let isFaulty = false;
  /** @type {() => void} */
  let endUpdate = () => undefined;

  /** Lets the page take a version in. @param {number} version @returns whether no other page is needed for it */
  async function takesIn(version) {
    if (!shownSource?.isUsed()) return false;
    try {
      const isTaken = await shownSource.update();
      if (version !== latest || !isTaken) return version !== latest;
      const map = mapOf(shown);
      if (isFaulty) onFault("");
      isFaulty = false;
      if (map) onChange(map);
    } catch (error) {
      if (version !== latest) return true;
      // Without an answer of the desk it is tried again when the desk answers.
      if (error instanceof RequestError) onFault(error.message);
      isFaulty = error instanceof RequestError;
      latest = 0;
    }
    endUpdate();
    return true;
  }

  /** @param {number} version */
  async function load(version) {
    if (version === latest) return;
    latest = version;
    endUpdate();
    if (shown) endUpdate = announceUpdate();
    if (await takesIn(version)) return;
    // Without an answer of the desk the page is loaded when the desk answers again.
    const address = await frameAddress("/page", `lang=${language}&version=${version}`).catch(() => null);
    if (version !== latest) return;
    if (!address) {
      endUpdate();
      return void (latest = 0);
    }
    const state = shown ? withoutChoice(mapOf(shown)?.state() ?? "") : location.hash;
    const source = createPageSource(language);
    const frame = createFrame(`${address}${state}`, title, shown !== null, source);
    let passed = state;
    /** The loaded page takes the place of the present one. */
    function swap() {
      const map = mapOf(frame);
      if (version !== latest) return frame.remove();
      endUpdate();
      endLoading(holder);
      if (!map || isFaulty) onFault(map ? "" : faultOf(frame));
      isFaulty = !map;
      if (!map) return frame.remove();
      const before = mapOf(shown);
      const newState = before ? renumbered(before.state(), before, map) : state;
      // The reader may have changed the present page meanwhile: the new one gets that state first.
      if (newState !== passed && givesState(frame, (passed = newState), swap)) return;
      shown?.remove();
      [shown, shownSource] = [frame, source];
      frame.classList.remove("waiting");
      followState(map, () => shown === frame);
      onLoad(map);
    }
    // What is being drawn on the present page is ended there.
    frame.addEventListener("load", () => whenIdle(mapOf(shown), swap));
    holder.append(frame);
  }

  followAddress(() => shown);
  return { load, map: () => mapOf(shown) };
}
