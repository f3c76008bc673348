// Glyphs of Font Awesome and Bootstrap as SVG.

/** Text as an attribute of SVG or HTML. @param {unknown} text */
export const attribute = (text) => `${text}`.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);

/**
 * An icon's glyph as SVG; a dot where the page does not have it.
 * @param {{icon?: string, prefix?: string}} options
 * @param {string} place attributes of the `svg` element: x, y, width and height
 */
export function glyph({ icon = "", prefix = "" }, place) {
  const name = icon.startsWith(`${prefix}-`) ? icon.slice(prefix.length + 1) : icon;
  const [width, height, path, reach] = window.geotrackPolar.glyphs?.[prefix]?.[name] ?? [];
  const box = path ? `0 0 ${width} ${height}` : "0 0 16 16";
  // The glyphs of a font stand on a baseline, and its y axis points up.
  const flip = reach ? ` transform="matrix(1 0 0 -1 0 ${reach})"` : "";
  const shape = path ? `<path d="${path}"${flip}/>` : '<circle cx="8" cy="8" r="4.5"/>';
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box}" overflow="visible" ${place}>${shape}</svg>`;
}
