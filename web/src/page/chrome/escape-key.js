// What is open on the page, the topmost last: Escape closes it, wherever the focus is.

/** @typedef {{element: Element, close: (() => void) | null}} Opened */

/** @type {Opened[]} */
const stack = [];

/** @param {Opened} one */
const seen = ({ element }) => element.getClientRects().length > 0;

/** What Escape is for by itself: a dialog, and a search that is not empty. @param {EventTarget | null} target */
const taken = (target) =>
  document.querySelector("dialog[open]") || (target instanceof HTMLInputElement && target.type === "search" && target.value);

/**
 * Something that opens over the page.
 * @param {Element} element @param {(() => void) | null} close null where it hears the key by itself
 * @returns {(on: boolean) => void} tells that it was opened or closed
 */
export function opens(element, close) {
  const one = { element, close };
  return (on) => {
    const at = stack.indexOf(one);
    if (at >= 0) stack.splice(at, 1);
    if (on) stack.push(one);
  };
}

// Before all others: of several that are open one closes.
globalThis.document?.defaultView?.addEventListener(
  "keydown",
  (event) => {
    if (event.key !== "Escape" || taken(event.target)) return;
    const top = stack.filter(seen).at(-1);
    if (!top?.close) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    top.close();
  },
  true,
);
