import { readFileSync } from "node:fs";

/** @param {string} name */
export const fixture = (name) =>
  JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), "utf8"));

/** Longitudes are one where they differ by whole turns. @param {number} a @param {number} b */
export const turnBetween = (a, b) => Math.abs(((((a - b) % 360) + 540) % 360) - 180);

/** The page's texts, as geotrack/page/build.py puts them in the document. */
export const texts = () => ({
  languages: Object.fromEntries(
    ["en", "nb"].map((code) => {
      const file = new URL(`../../geotrack/i18n/${code}.json`, import.meta.url);
      return [code, { ...JSON.parse(readFileSync(file, "utf8")), told: {} }];
    }),
  ),
});

/** A Path2D, which only a browser has, that keeps its rings. */
export class RingPath {
  /** @type {number[][]} */
  rings = [];
  moveTo(/** @type {number} */ x, /** @type {number} */ y) {
    this.rings.push([x, y]);
  }
  lineTo(/** @type {number} */ x, /** @type {number} */ y) {
    this.rings[this.rings.length - 1].push(x, y);
  }
  closePath() {}
}
