// Makes glyphs.json, the glyphs of pins as paths: those of Font Awesome Free and of Bootstrap 3, which folium names.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);
const folderOf = (/** @type {string} */ name) => dirname(require.resolve(`${name}/package.json`));

/** Font Awesome's solid glyphs (CC BY 4.0), with the line by which it wishes to be named. */
function fontAwesome() {
  const folder = folderOf("@fortawesome/free-solid-svg-icons");
  const { fas } = require(folder);
  const glyphs = /** @type {Record<string, any>} */ ({});
  const aliases = /** @type {Record<string, string>} */ ({});
  for (const { iconName, icon: [width, height, others, , path] } of Object.values(fas)) {
    glyphs[iconName] = [width, height, path];
    for (const other of others) if (typeof other === "string") aliases[other] = iconName;
  }
  const notice = /`([^`]+)`/.exec(readFileSync(join(folder, "attribution.js"), "utf8"))?.[1].trim();
  if (!notice) throw new Error("Font Awesome has no attribution to pass on");
  return { notice, glyphs, aliases };
}

/** How far above its baseline most shapes of Bootstrap's font have their middle, of 1,200. */
const MIDDLE = 550;

/** The glyphs of Bootstrap 3 (MIT), from its SVG font, whose y axis points up from a baseline. */
function glyphicons() {
  const folder = folderOf("bootstrap");
  const read = (/** @type {string} */ name) => readFileSync(join(folder, name), "utf8");
  const font = read("fonts/glyphicons-halflings-regular.svg");
  const em = Number(/units-per-em="(\d+)"/.exec(font)?.[1]);
  const width = Number(/<font [^>]*horiz-adv-x="(\d+)"/.exec(font)?.[1]);
  const shapes = new Map();
  for (const [glyph, code] of font.matchAll(/<glyph unicode="(&#x[0-9a-f]+;|.)"[^>]*>/gu)) {
    const path = / d="([^"]+)"/.exec(glyph)?.[1];
    const own = Number(/ horiz-adv-x="(\d+)"/.exec(glyph)?.[1] ?? width);
    const point = code.length > 2 ? parseInt(code.slice(3), 16) : code.codePointAt(0);
    if (path) shapes.set(point, [own, em, path, MIDDLE + em / 2]);
  }
  const glyphs = /** @type {Record<string, any>} */ ({});
  for (const [, name, hex] of read("less/glyphicons.less").matchAll(/^\.glyphicon-([\w-]+).*"\\(\w+)"/gm)) {
    const shape = shapes.get(parseInt(hex, 16));
    if (shape) glyphs[name] = shape;
  }
  const { version } = JSON.parse(read("package.json"));
  return { notice: `Glyphicons of Bootstrap ${version}\n${read("LICENSE").trim()}`, glyphs, aliases: {} };
}

/** @param {string} output folder of glyphs.json */
export function writeGlyphs(output) {
  const sets = { fa: fontAwesome(), glyphicon: glyphicons() };
  writeFileSync(join(output, "glyphs.json"), JSON.stringify(sets));
}
