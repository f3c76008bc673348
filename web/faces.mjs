// Makes faces.json and faces/: the letters of pages, pictures and PDF, cut out of the packages of Fontsource.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import fontverter from "fontverter";
import subset from "subset-font";

const require = createRequire(import.meta.url);

/** Package, weight and style of each face. A heavier text of the page has the heaviest. @type {["serif" | "sans", string, 400 | 600, "normal" | "italic"][]} */
const FACES = [
  ["serif", "source-serif-4", 400, "normal"],
  ["serif", "source-serif-4", 400, "italic"],
  ["serif", "source-serif-4", 600, "normal"],
  ["sans", "inter", 400, "normal"],
  ["sans", "inter", 600, "normal"],
];

/** @param {number} first @param {number} last */
const range = (first, last) => Array.from({ length: last - first + 1 }, (_, i) => String.fromCodePoint(first + i)).join("");
const upper = (/** @type {string} */ letters) => letters + letters.toUpperCase();

/**
 * Parts of the letters, each with the file of Fontsource that has them: a page has the first, which all labels need, and those
 * others of which it has a letter. Small parts are of letters that often stand alone in a name.
 * @type {[string, string][]}
 */
const PARTS = [
  ["latin", `${range(0x20, 0x7e)}\u00a0«°±²·»½©ÄÅÆÉÖ×ØÜäåæéöøü–—‘’“”…′″−`],
  ["latin", "ßàáâãçèêëìíîïðñòóôõùúûýþÿœ"],
  ["latin", `ÀÁÂÃÇÈÊËÌÍÎÏÐÑÒÓÔÕÙÚÛÝÞŒ¡¿„‚‹›•€£§®³µ¹¼¾`],
  ["latin-ext", "ġńłŋ"],
  ["latin-ext", `ĠŃŁŊ${upper("čđšŧž")}`],
  ["latin-ext", upper("ąćęśźż")],
  ["latin-ext", upper("ďěňřťůĺľŕ")],
  ["latin-ext", upper("āēģīķļņōŗūėįų")],
  ["latin-ext", `${upper("ăğőşţűșț")}ıİĉĝĥĵŝŭ`],
  ["cyrillic", `${range(0x410, 0x44f)}ёЁ`],
  ["cyrillic", `${range(0x400, 0x40f).replace("Ё", "")}${range(0x450, 0x45f).replace("ё", "")}№Ґґ`],
];
/** Files of Fontsource, the first of which has the letters of most texts. */
const FILES = [...new Set(PARTS.map(([file]) => file))];

/**
 * The font without its names: a font that was changed may not bear the reserved one, and they take as much space as two
 * letters. Four dummies are left, which some systems want.
 * @param {Buffer} font
 */
function withoutNames(font) {
  const entry = font.indexOf("name", 12, "latin1");
  const names = [1, 2, 4, 6];
  const table = Buffer.alloc(6 + 12 * names.length + 2);
  table.set([0, 0, 0, names.length, 0, 6 + 12 * names.length]);
  for (const [i, name] of names.entries()) table.set([0, 3, 0, 1, 4, 9, 0, name, 0, 2, 0, 0], 6 + 12 * i);
  table.set([0, 0x78], table.length - 2);
  font.set(table, font.readUInt32BE(entry + 8));
  font.writeUInt32BE(table.length, entry + 12);
  return font;
}

/** @param {string[]} letters @returns {string} CSS, as U+61-7A */
function unicodeRange(letters) {
  const points = letters.map((letter) => /** @type {number} */ (letter.codePointAt(0))).sort((a, b) => a - b);
  const runs = /** @type {number[][]} */ ([]);
  for (const point of points) {
    const run = runs.at(-1);
    if (run && run[1] + 1 === point) run[1] = point;
    else runs.push([point, point]);
  }
  return runs.map(([from, to]) => `U+${from.toString(16)}${to > from ? `-${to.toString(16)}` : ""}`).join(",");
}

/** @param {string} output folder of the files */
export async function writeFaces(output) {
  const folder = (/** @type {string} */ name) => dirname(require.resolve(`@fontsource/${name}/package.json`));
  const read = (/** @type {string} */ name, /** @type {string} */ file, /** @type {number} */ weight, /** @type {string} */ style) =>
    readFileSync(join(folder(name), "files", `${name}-${file}-${weight}-${style}.woff2`));
  mkdirSync(join(output, "faces"), { recursive: true });
  const parts = [];
  for (const [file, letters] of PARTS) {
    const fonts = [];
    for (const [, name, weight, style] of FACES) {
      // Small text without serifs does as well without pairs of letters, which are a fifth of its bytes.
      const keepFeatures = file !== "latin" ? [] : name === "inter" ? ["tnum"] : ["kern"];
      const font = await subset(read(name, file, weight, style), letters, { targetFormat: "sfnt", noHinting: true, keepFeatures });
      fonts.push((await fontverter.convert(withoutNames(font), "woff2")).toString("base64"));
    }
    parts.push({ letters, range: unicodeRange([...letters]), fonts });
  }
  const notices = [];
  for (const [kind, name, weight, style] of FACES) {
    for (const file of FILES) {
      const font = await fontverter.convert(read(name, file, weight, style), "sfnt");
      writeFileSync(join(output, "faces", `${kind}-${weight}-${style}-${file}.ttf`), font);
    }
    if (style === "normal" && weight === 400) notices.push(`${name}\n${readFileSync(join(folder(name), "LICENSE"), "utf8").trim()}\n`);
  }
  writeFileSync(join(output, "faces", "LICENSE"), notices.join("\n"));
  writeFileSync(join(output, "faces.json"), JSON.stringify({ faces: FACES.map(([kind, , weight, style]) => [kind, weight, style]), parts }));
}
