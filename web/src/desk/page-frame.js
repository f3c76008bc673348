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
  const line = element("p", { class: "updating", role: "status", title: text("updating") });
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
 * @typedef {object} FrameEvents
 * @property {(map: DeskMap) => void} onLoad
 * @property {(map: DeskMap) => void} onChange called when the page has taken changes in
 * @property {(why: string) => void} onFault called if no page could be built, and with an empty text when one has been built again
 */

/**
 * A page of many records takes changes in. Else a changed page is loaded behind the present one, with its state, and then
 * takes its place.
 */
class PageFrame {
  /** @type {HTMLIFrameElement | null} */
  shown = null;
  /** The source of its records. @type {PageSource | null} */
  source = null;
  /** The version that it is to have. */
  latest = 0;
  isFaulty = false;
  /** @type {() => void} */
  endUpdate = () => undefined;

  /** @param {HTMLElement} holder @param {string} language @param {string} title of the frame @param {FrameEvents} on */
  constructor(holder, language, title, on) {
    this.holder = holder;
    this.language = language;
    this.title = title;
    this.on = on;
  }

  /** @param {string} why empty: there is a page */
  tellFault(why) {
    if (why || this.isFaulty) this.on.onFault(why);
    this.isFaulty = why !== "";
  }

  /** Lets the page take a version in. @param {number} version @returns whether no other page is needed for it */
  async takeIn(version) {
    if (!this.source?.isUsed()) return false;
    try {
      const isReplaced = await this.source.update();
      if (version !== this.latest || !isReplaced) return version !== this.latest;
      this.tellFault("");
      const map = mapOf(this.shown);
      if (map) this.on.onChange(map);
    } catch (error) {
      if (version !== this.latest) return true;
      // Without an answer it is tried again when the desk answers.
      if (error instanceof RequestError) this.tellFault(error.message);
      this.latest = 0;
    }
    this.endUpdate();
    return true;
  }

  /** @param {number} version */
  async load(version) {
    if (version === this.latest) return;
    this.latest = version;
    this.endUpdate();
    if (this.shown) this.endUpdate = announceUpdate();
    if (await this.takeIn(version)) return;
    // Without an answer of the desk the page is loaded when the desk answers again.
    const address = await frameAddress("/page", `lang=${this.language}&version=${version}`).catch(() => null);
    if (version !== this.latest) return;
    if (!address) {
      this.endUpdate();
      return void (this.latest = 0);
    }
    this.loadBehind(address, version);
  }

  /** @param {string} address @param {number} version */
  loadBehind(address, version) {
    const state = this.shown ? withoutChoice(mapOf(this.shown)?.state() ?? "") : location.hash;
    const source = createPageSource(this.language);
    const frame = createFrame(`${address}${state}`, this.title, this.shown !== null, source);
    let passed = state;
    /** The loaded page takes the place of the present one. */
    const swap = () => {
      const map = mapOf(frame);
      if (version !== this.latest) return frame.remove();
      this.endUpdate();
      endLoading(this.holder);
      this.tellFault(map ? "" : faultOf(frame));
      if (!map) return frame.remove();
      const before = mapOf(this.shown);
      const newState = before ? renumbered(before.state(), before, map) : state;
      // The reader may have changed the present page meanwhile: the new one gets that state first.
      if (newState !== passed && givesState(frame, (passed = newState), swap)) return;
      this.shown?.remove();
      [this.shown, this.source] = [frame, source];
      frame.classList.remove("waiting");
      followState(map, () => this.shown === frame);
      this.on.onLoad(map);
    };
    // What is being drawn on the present page is ended there.
    frame.addEventListener("load", () => whenIdle(mapOf(this.shown), swap));
    this.holder.append(frame);
  }
}

/** @param {HTMLElement} holder @param {string} language @param {string} title of the frame @param {FrameEvents} on */
export function createPageFrame(holder, language, title, on) {
  const frame = new PageFrame(holder, language, title, on);
  followAddress(() => frame.shown);
  return { load: (/** @type {number} */ version) => frame.load(version), map: () => mapOf(frame.shown) };
}
