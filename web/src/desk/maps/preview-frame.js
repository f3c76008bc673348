// The preview of a map over the page of all records: the very page, in a frame that reaches nothing of the desk.
import { element } from "../../page/dom.js";
import { frameAddress } from "../session.js";
import { text } from "../vocabulary.js";

/** The rights of a preview, also in the header of its answer: no more than its own page. */
const SANDBOX = "allow-scripts allow-downloads allow-modals allow-popups allow-popups-to-escape-sandbox";
/** The time in which a page must report what it shows, milliseconds. */
const ANSWER_TIMEOUT_MS = 10_000;
/** A loaded page that has not reported within this time, milliseconds, is no map but a page that explains why there is none. */
const REPORT_TIMEOUT_MS = 300;

/** @typedef {import("./present-view.js").PresentView} PresentView */

/**
 * What a page shows; null where it does not answer.
 * @param {Window} page @param {{set?: string}} [first] a state that it takes over before
 * @returns {Promise<PresentView | null>}
 */
function requestState(page, first = {}) {
  return new Promise((resolve) => {
    const onMessage = (/** @type {MessageEvent} */ { source, data }) => source === page && data.hash !== undefined && end(data);
    const end = (/** @type {PresentView | null} */ answer) => {
      clearTimeout(timer);
      window.removeEventListener("message", onMessage);
      resolve(answer);
    };
    const timer = setTimeout(() => end(null), ANSWER_TIMEOUT_MS);
    window.addEventListener("message", onMessage);
    // A sandboxed page has no origin to address.
    page.postMessage(first, "*");
  });
}

/** Pages that have reported, and so are maps and answer. @type {WeakSet<MessageEventSource>} */
const mapPages = new WeakSet();

/** The page of a frame, if it answers. @param {HTMLIFrameElement | null} frame */
function pageOf(frame) {
  const page = frame?.contentWindow;
  return page && mapPages.has(page) ? page : null;
}

/** What a preview shows. @param {HTMLIFrameElement} frame @throws {Error} if it does not answer */
async function presentOf(frame) {
  const page = pageOf(frame);
  const answer = page && (await requestState(page));
  if (!answer) throw new Error(text("silentPreview"));
  return answer;
}

/**
 * A page takes over the state of the one before, which the reader may have changed while it was loading.
 * @param {HTMLIFrameElement} before @param {HTMLIFrameElement} next
 */
async function passState(before, next) {
  const from = pageOf(before);
  const to = pageOf(next);
  if (!from || !to) return;
  // What the reader does after the answer would be lost.
  before.inert = true;
  const state = await requestState(from);
  if (state) await requestState(to, { set: state.hash });
  before.inert = false;
}

/** Notes which pages report, and passes that on to the frame that waits for it. @param {() => HTMLIFrameElement | null} waiting */
function watchReports(waiting) {
  window.addEventListener("message", ({ source, data }) => {
    if (!source || data !== "ready") return;
    mapPages.add(source);
    if (source === waiting()?.contentWindow) waiting()?.dispatchEvent(new Event("report"));
  });
}

/**
 * A frame that lies behind the present one until its page reports, or is known to be no map.
 * @param {string} src @param {string} title @param {(frame: HTMLIFrameElement, isMap: boolean) => void} loaded
 */
function waitingFrame(src, title, loaded) {
  const next = /** @type {HTMLIFrameElement} */ (element("iframe", { class: "preview waiting", src, title, sandbox: SANDBOX }));
  next.addEventListener("report", () => loaded(next, true), { once: true });
  next.addEventListener("load", () => setTimeout(() => pageOf(next) || loaded(next, false), REPORT_TIMEOUT_MS));
  return next;
}

/** @param {HTMLElement} board that holds the frame */
export function createPreviewFrame(board) {
  /** @type {HTMLIFrameElement | null} */
  let shown = null;
  /** @type {HTMLIFrameElement | null} */
  let pending = null;
  let current = { address: "", title: "", isDraft: false };

  /** The page that was loaded takes the place of the present one. @param {HTMLIFrameElement} next @param {boolean} keepsState of the same map */
  async function swap(next, keepsState) {
    if (shown && keepsState) await passState(shown, next);
    if (pending !== next) return;
    shown?.remove();
    [shown, pending] = [next, null];
    next.classList.remove("waiting");
  }

  /**
   * @param {string | null} address null for none @param {string} [title] @param {boolean} [keepsState] of the page that is shown
   * @param {boolean} [isDraft] as the form of the map was last, not as it is stored
   */
  async function show(address, title = "", keepsState = false, isDraft = false) {
    pending?.remove();
    pending = null;
    const requested = (current = { address: address ?? "", title, isDraft });
    if (!address) {
      shown?.remove();
      shown = null;
      return;
    }
    const src = await frameAddress(address, `at=${Date.now()}${isDraft ? "&draft=1" : ""}`);
    if (requested !== current) return;
    // A changed page is loaded behind the present one.
    pending = waitingFrame(src, title, (next, isMap) => void swap(next, isMap && keepsState));
    board.append(pending);
  }
  watchReports(() => pending);

  const again = (/** @type {boolean} */ isDraft) => show(current.address, current.title, shown !== null, isDraft);
  return {
    show,
    /** What the preview shows; null where there is none. @throws {Error} if it does not answer */
    present: async () => shown && presentOf(shown),
    refresh: async () => shown && again(current.isDraft),
    /** What is edited in the form of the map that is shown. @param {string} address */
    showDraft: async (address) => current.address === address && again(true),
    /** What is stored again, where the form showed its draft. */
    leaveDraft: async () => current.isDraft && again(false),
    isShown: () => current.address !== "",
  };
}
