// Buttons of the page, pressed by a key.

/** Press a button of the page as one would, and go to it. @param {string} selector */
export function press(selector) {
  const button = /** @type {HTMLElement | null} */ (document.querySelector(selector));
  button?.focus();
  button?.click();
}
