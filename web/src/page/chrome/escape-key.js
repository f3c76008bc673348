// Escape closes the topmost open element, wherever the focus is.

/** @typedef {{element: Element, close: (() => void) | null}} OpenElement */

/** The open elements, the topmost last. @type {OpenElement[]} */
const stack = [];

/** @param {OpenElement} entry */
const isVisible = ({ element }) => element.getClientRects().length > 0;

/** Whether the browser uses Escape itself: to close a dialog, or to empty a search field. @param {EventTarget | null} target */
const needsEscape = (target) =>
  document.querySelector("dialog[open]") || (target instanceof HTMLInputElement && target.type === "search" && target.value);

/**
 * Lets Escape close an element that opens over the page.
 * @param {Element} element @param {(() => void) | null} close null if the element handles the key itself
 * @returns {(isOpen: boolean) => void} to be called when it is opened or closed
 */
export function closeOnEscape(element, close) {
  const entry = { element, close };
  return (isOpen) => {
    const index = stack.indexOf(entry);
    if (index >= 0) stack.splice(index, 1);
    if (isOpen) stack.push(entry);
  };
}

// In the capture phase, before all other listeners: of several open elements only one closes.
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
