// Escape closes the topmost open element, wherever the focus is.

/** @typedef {{element: Element, close: (() => void) | null}} OpenElement */

/** @type {OpenElement[]} */
const stack = [];

/** @param {OpenElement} one */
const isVisible = ({ element }) => element.getClientRects().length > 0;

/** What Escape is for by itself: a dialog, and a search that is not empty. @param {EventTarget | null} target */
const needsEscape = (target) =>
  document.querySelector("dialog[open]") || (target instanceof HTMLInputElement && target.type === "search" && target.value);

/**
 * Something that opens over the page.
 * @param {Element} element @param {(() => void) | null} close null if the element handles the key itself
 * @returns {(on: boolean) => void} to be called when it is opened or closed
 */
export function closeOnEscape(element, close) {
  const entry = { element, close };
  return (on) => {
    const index = stack.indexOf(entry);
    if (index >= 0) stack.splice(index, 1);
    if (on) stack.push(entry);
  };
}

// Before all others: of several that are open one closes.
globalThis.document?.defaultView?.addEventListener(
  "keydown",
  (event) => {
    if (event.key !== "Escape" || needsEscape(event.target)) return;
    const top = stack.filter(isVisible).at(-1);
    if (!top?.close) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    top.close();
  },
  true,
);
