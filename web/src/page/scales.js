// How many times as large as at first the page shows its parts: on a wall, in a scene, while presenting.

/** @param {...string} names custom properties of the page's style */
export function scales(...names) {
  const style = getComputedStyle(document.body);
  return names.map((name) => Number(style.getPropertyValue(name)) || 1);
}
