// Texts of the page in its languages, looked up by key in geotrack/i18n/.

/** @typedef {Record<string, string | number>} Values */

/**
 * @typedef {object} Texts
 * @property {string} name of the language, in that language
 * @property {string} decimal its decimal mark
 * @property {any} page sections of texts; missing until the language is chosen
 * @property {Record<string, string>} told texts of the document, by the text in its first language
 *
 * @typedef {{languages: Record<string, Texts>}} AllTexts
 */

/** @returns {AllTexts} */
function readTexts() {
  return globalThis.window?.geotrackPolar?.held("geotrack-words") ?? { languages: {} };
}

let texts = readTexts();
/** The language of the document as it was built. */
let first = globalThis.document?.documentElement.lang || "en";
let now = first;

/** For tests, which have no document. @param {AllTexts} languageTexts @param {string} language */
export function useTexts(languageTexts, language) {
  [texts, first, now] = [languageTexts, language, language];
}

/** The present language. */
export const language = () => now;

/** Those that it can. @returns {[code: string, name: string][]} */
export const languages = () => Object.entries(texts.languages).map(([code, { name }]) => [code, name]);

/** @param {string} key @returns {any} a text, its two forms or a section; undefined where there is none */
const lookUp = (key) => key.split(".").reduce((part, name) => part?.[name], texts.languages[now]?.page);

/** @param {Record<string, string> | undefined} table @param {string} key */
const own = (table, key) => (table && Object.hasOwn(table, key) ? table[key] : undefined);

/** What stands under a key in the page's language. @param {string} key @returns {Record<string, string>} */
export const section = (key) => lookUp(key) ?? {};

/** As `_UNBROKEN` of geotrack/mapview/translations.py. */
const UNBROKEN = /(±) (?=\d)|(\d) (?=(?:km²?|m|nmi)(?![\p{L}\p{N}]))/gu;

/** @param {number} value @param {number} [digits] decimals at most */
export function formatNumber(value, digits = 6) {
  const [integer, part] = `${Number(Math.abs(value).toFixed(digits))}`.split(".");
  const grouped = integer.length > 4 ? integer.replace(/\B(?=(\d{3})+$)/g, "\u202f") : integer;
  return `${value < 0 ? "−" : ""}${grouped}${part ? texts.languages[now]?.decimal + part : ""}`;
}

/**
 * A text with its values; one that counts has a form for one and one for more, chosen by `n`.
 * @param {string} key its sections and its name, joined by dots @param {Values} [values]
 */
export function translate(key, values = {}) {
  const forms = lookUp(key);
  if (forms === undefined) throw new Error(`the page has no text ${key} in ${now}`);
  const form = typeof forms === "string" ? forms : forms[values.n === 1 ? "one" : "other"];
  const text = form.replace(/\{(\w+)\}/g, (/** @type {string} */ _, /** @type {string} */ name) => {
    const value = values[name];
    return typeof value === "number" ? formatNumber(value) : value;
  });
  // No line breaks between a number and its unit.
  return text.replace(UNBROKEN, "$1$2\u00a0");
}

/** A word of a record's in the page's language, where it has one. @param {string} word */
export const valueLabel = (word) => own(section("finder.values"), word) ?? word;

/** @typedef {Record<string, [key: string, values?: Values]>} Said texts by attribute; "text" is the content */

/**
 * Say something of an element, now and in each language that the page is switched to.
 * @template {Element} T
 * @param {T} element @param {Said} texts @returns {T}
 */
export function translateElement(element, texts) {
  const merged = { ...JSON.parse(element.getAttribute("data-say") ?? "{}"), ...texts };
  element.setAttribute("data-say", JSON.stringify(merged));
  apply(element, texts);
  return element;
}

/** @param {Element} element @param {Said} texts */
function apply(element, texts) {
  for (const [attribute, [key, values]] of Object.entries(texts)) {
    if (attribute === "text") element.textContent = translate(key, values);
    else element.setAttribute(attribute, translate(key, values));
  }
}

/** Original text of an element, in the language of the build. @type {WeakMap<Element, string>} */
const original = new WeakMap();

/**
 * What a text of the document or of the data, made in the first language, is in that of now. Texts
 * that differ in figures alone share an entry, with 0 for each row of figures.
 * @param {string} text
 */
export function translateText(text) {
  const table = texts.languages[now]?.told;
  const exact = own(table, text);
  if (exact !== undefined) return exact;
  const figures = text.match(/[0-9]+/g) ?? [];
  const shape = figures.length ? own(table, text.replace(/[0-9]+/g, "0")) : undefined;
  let next = 0;
  return shape?.replace(/0/g, () => figures[next++]) ?? text;
}

/** Elements whose text is the page's own, not a record's; see geotrack/page/templates/body.html. */
const TRANSLATED = "[data-w], .facts > dt, .card h3, .accounts th:not([colspan]), .card span:not([class]), .pick span:not([class])";

/** Translates the document's texts to the present language. @param {ParentNode} within */
export function retranslate(within) {
  for (const element of within.querySelectorAll(TRANSLATED)) {
    const text = original.get(element) ?? (element.textContent ?? "").trim();
    original.set(element, text);
    element.textContent = translateText(text);
  }
  for (const element of within.querySelectorAll("[data-w-label]")) {
    const text = original.get(element) ?? element.getAttribute("aria-label") ?? "";
    original.set(element, text);
    element.setAttribute("aria-label", translateText(text));
  }
}

/** @type {(() => void)[]} */
const listeners = [];

/** Call this after each change of the language. @param {() => void} listener */
export const onLanguage = (listener) => void listeners.push(listener);

/** @param {string} code */
export function setLanguage(code) {
  if (code === now || !Object.hasOwn(texts.languages, code)) return;
  if (!texts.languages[code].page) texts.languages[code] = window.geotrackPolar.held(`geotrack-words-${code}`);
  now = code;
  document.documentElement.lang = code;
  retranslate(document);
  for (const element of document.querySelectorAll("[data-say]")) {
    apply(element, JSON.parse(element.getAttribute("data-say") ?? "{}"));
  }
  for (const listener of listeners) listener();
}

/** @type {Record<string, Intl.DisplayNames>} by language */
const countries = {};

/** A country's name, by its code. @param {string} code @param {string} [spoken] a language, else the page's */
export function countryName(code, spoken = now) {
  try {
    countries[spoken] ??= new Intl.DisplayNames([spoken], { type: "region" });
    return countries[spoken].of(code) ?? code;
  } catch {
    return code;
  }
}

/**
 * The name of a projection and what it keeps.
 * @param {{kind: string, code: string, centralMeridian: number, trueAt: number | null}} projection
 */
export function projectionLabel({ kind, code: full, centralMeridian: lon, trueAt }) {
  const [code, turned] = full.split("@");
  const side = Math.abs(lon) % 180 === 0 ? "" : ` ${translate(`projection.${lon < 0 ? "west" : "east"}`)}`;
  const meridian = `${formatNumber(Math.abs(lon))}°${side}`;
  const name = translate(`projection.${turned ? "turned" : "straight"}`, { code, meridian });
  return translate(`projection.${kind}`, { which: name, parallel: trueAt ?? "" });
}
