// The preview of a map over the page of all records: the very page, in a frame that reaches nothing of the desk.
import { element } from "../../page/dom.js";
import { frameAddress } from "../session.js";

/** What a preview may do, as its answer says too: no more than its own page. */
const SANDBOX = "allow-scripts allow-downloads allow-modals allow-popups allow-popups-to-escape-sandbox";
/** How long a page may take to say what it shows, milliseconds. */
const PATIENCE = 2000;

/**
 * What a page shows; null where it does not say.
 * @param {Window | null | undefined} page @returns {Promise<import("./present-view.js").PresentView | null>}
 */
function present(page) {
  if (!page) return Promise.resolve(null);
  return new Promise((resolve) => {
    const hear = (/** @type {MessageEvent} */ { source, data }) => source === page && end(data);
    const end = (/** @type {any} */ said) => {
      clearTimeout(timer);
      window.removeEventListener("message", hear);
      resolve(said);
    };
    const timer = setTimeout(() => end(null), PATIENCE);
    window.addEventListener("message", hear);
    // A sandboxed page has no origin to address.
    page.postMessage("present", "*");
  });
}

/** @param {HTMLElement} board that holds the frame */
export function createPreviewFrame(board) {
  /** @type {HTMLIFrameElement | null} */
  let shown = null;
  /** @type {HTMLIFrameElement | null} */
  let waiting = null;
  let now = { address: "", title: "" };

  /** @param {string | null} address null for none @param {string} [title] @param {string} [hash] the page's state */
  async function show(address, title = "", hash = "") {
    waiting?.remove();
    waiting = null;
    const mine = (now = { address: address ?? "", title });
    if (!address) {
      shown?.remove();
      shown = null;
      return;
    }
    const src = `${await frameAddress(address, `at=${Date.now()}`)}${hash && `#${hash}`}`;
    if (mine !== now) return;
    const next = /** @type {HTMLIFrameElement} */ (element("iframe", { class: "preview waiting", src, title, sandbox: SANDBOX }));
    waiting = next;
    // A changed page is loaded behind the present one.
    next.addEventListener("load", () => {
      if (waiting !== next) return;
      shown?.remove();
      [shown, waiting] = [next, null];
      next.classList.remove("waiting");
    });
    board.append(next);
  }

  /** Loads the page again as it is on disk, with its state. */
  async function refresh() {
    if (!shown) return;
    const hash = (await present(shown.contentWindow))?.hash;
    if (shown) await show(now.address, now.title, hash);
  }

  return { show, present: () => present(shown?.contentWindow), refresh, isShown: () => now.address !== "" };
}
