// The preview of a map over the page of all records: the very page, in a frame that reaches nothing of the desk.
import { element } from "../../page/dom.js";

/** How long a page may take to say what it shows, milliseconds. */
const PATIENCE = 2000;

/** @param {HTMLElement} board that holds the frame */
export function createPreviewFrame(board) {
  /** @type {HTMLIFrameElement | null} */
  let frame = null;
  let now = { address: "", title: "" };

  /** @param {string | null} address null for none @param {string} [title] @param {string} [hash] the page's state */
  function show(address, title = "", hash = "") {
    const before = frame;
    frame = null;
    if (!address) {
      before?.remove();
      return;
    }
    now = { address, title };
    const next = /** @type {HTMLIFrameElement} */ (element("iframe", { class: "preview waiting", src: `${address}?at=${Date.now()}${hash && `#${hash}`}`, title, sandbox: "allow-scripts" }));
    frame = next;
    // A changed page is loaded behind the present one.
    next.addEventListener("load", () => {
      before?.remove();
      next.classList.remove("waiting");
    });
    board.append(next);
  }

  /** What it shows; null where it does not say. @returns {Promise<import("./present-view.js").PresentView | null>} */
  function present() {
    const target = frame?.contentWindow;
    if (!target) return Promise.resolve(null);
    return new Promise((resolve) => {
      const hear = (/** @type {MessageEvent} */ { source, data }) => source === target && end(data);
      const end = (/** @type {any} */ said) => {
        clearTimeout(timer);
        window.removeEventListener("message", hear);
        resolve(said);
      };
      const timer = setTimeout(() => end(null), PATIENCE);
      window.addEventListener("message", hear);
      // A sandboxed page has no origin to address.
      target.postMessage("present", "*");
    });
  }

  /** Loads the page again as it is on disk, with its state. */
  async function refresh() {
    if (frame) show(now.address, now.title, (await present())?.hash);
  }

  return { show, present, refresh, isShown: () => frame !== null };
}
