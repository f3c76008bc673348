// Media queries for the size of the screen and for motion, and scale factors of the style.

export const narrow = window.matchMedia(
  "(max-width: 760px), (max-width: 1000px) and (orientation: portrait)",
);

/** Whether the map has room for a card beside its record. */
export const wide = window.matchMedia("(min-width: 1200px)");

/** Whether the reader wants nothing to move. */
export const calm = window.matchMedia("(prefers-reduced-motion: reduce)");

/** @param {...string} names custom properties of the page's style */
export function scaleFactors(...names) {
  const style = getComputedStyle(document.body);
  return names.map((name) => Number(style.getPropertyValue(name)) || 1);
}
