// Media queries for the size of the screen, and scale factors of the style.

export const narrow = window.matchMedia(
  "(max-width: 760px), (max-width: 1000px) and (orientation: portrait)",
);

/** Whether the map has room for a card beside its record. */
export const wide = window.matchMedia("(min-width: 1200px)");

/** @param {...string} names custom properties of the page's style */
export function scaleFactors(...names) {
  const style = getComputedStyle(document.body);
  return names.map((name) => Number(style.getPropertyValue(name)) || 1);
}
