// Texts of the page in its languages, looked up by key in geotrack/i18n/, and those of its definition and its records.
import { featureCollection } from "./payload.js";

/** @typedef {Record<string, string | number>} Values */

/**
 * @typedef {object} Texts
 * @property {string} name of the language, in that language
 * @property {string} decimal its decimal mark
 * @property {any} page sections of texts; missing until the language is chosen
 * @property {Record<string, string>} told texts of the document, by the text in its first language
 * @property {Record<string, string>} [written] texts of the definition, by the id of the scene and by class or tag of the
 * element: titles, and HTML of paragraphs
 * @property {string[]} [terms] names of explained terms and their meanings in turn; empty where they lack the language
 *
 * @typedef {{languages: Record<string, Texts>, own?: string}} AllTexts `own` is the language of records beside their
 * translations, if it is not the first
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
  return unbroken(text);
}

/** A text in which no line breaks between a number and its unit. @param {string} text */
const unbroken = (text) => text.replace(UNBROKEN, "$1$2\u00a0");

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

/** Texts of records that have translations, by language and by the text that the document has. @type {Record<string, Record<string, string>>} */
const recordTexts = {};

/** Reads the translations in a record's properties, and in what they contain. @param {any} part */
export function readTranslations(part) {
  if (!part || typeof part !== "object") return;
  for (const [code, translated] of Object.entries(part.translations ?? {})) {
    for (const [key, text] of Object.entries(translated)) {
      const versions = { [texts.own ?? first]: part[key], [code]: text };
      const shown = versions[first] ?? part[key];
      for (const [language, version] of Object.entries(versions)) {
        const table = (recordTexts[language] ??= {});
        table[unbroken(shown)] = unbroken(version);
        table[shown] = version;
      }
    }
  }
  Object.values(part).forEach(readTranslations);
}

/**
 * What a text of the document or of the data, made in the first language, is in that of now. Texts
 * that differ in figures alone share an entry, with 0 for each row of figures.
 * @param {string} text @param {boolean} [isOfRecord] whether it stands in a record: a title of a scene may be the name of a place, too
 */
export function translateText(text, isOfRecord = false) {
  const table = texts.languages[now]?.told;
  const tables = [table, recordTexts[now]];
  for (const one of isOfRecord ? tables.reverse() : tables) {
    const exact = own(one, text);
    if (exact !== undefined) return exact;
  }
  const figures = text.match(/[0-9]+/g) ?? [];
  const shape = figures.length ? own(table, text.replace(/[0-9]+/g, "0")) : undefined;
  let next = 0;
  return shape?.replace(/0/g, () => figures[next++]) ?? text;
}

/** Elements whose text is the page's own, not a record's; see geotrack/page/templates/body.html. */
const TRANSLATED = "[data-w], .facts > dt, .card h3, .accounts th:not([colspan]), .card span:not([class]), .pick span:not([class])";

/** Elements with a text of the definition or of a record, whose language is marked where it is not the page's. */
const written = [".masthead h1", ".subtitle", ".scenes h3", ".summary", ".card h2"];

/** Adds elements with such a text. @param {string} selector */
export const addWritten = (selector) => void written.push(selector);

/** Elements with paragraphs of the definition. */
const PARAGRAPHS = ["lead-text", "scene-text", "scene-notes"];

/** Language of an element's text as it was built. @type {WeakMap<Element, string>} */
const languageOf = new WeakMap();

/** A text of the definition in the present language, if it has that. @param {Element} element @param {string} name its class or tag */
const writtenText = (element, name) => own(texts.languages[now].written, [element.closest("article")?.id, name].filter(Boolean).join(" "));

/** Marks the language of an element whose text is not in the page's. @param {HTMLElement} element @param {boolean} isTranslated */
function markLanguage(element, isTranslated) {
  const language = languageOf.get(element) ?? (element.lang || first);
  languageOf.set(element, language);
  if (isTranslated || language === now) element.removeAttribute("lang");
  else element.lang = language;
}

/** Marks the language of a copy as that of its source is. @param {Element | null} source @param {Element} target */
export function copyLanguage(source, target) {
  const language = source?.getAttribute("lang");
  if (language) target.setAttribute("lang", language);
  else target.removeAttribute("lang");
}

/** Gives an element the text of another one, and its language. @param {Element | null} source @param {Element} target */
export function copyText(source, target) {
  const text = (source?.textContent ?? "").trim();
  target.textContent = text;
  copyLanguage(source, target);
  if (!source) return;
  original.set(target, original.get(source) ?? text);
  languageOf.set(target, languageOf.get(source) ?? (source.getAttribute("lang") || first));
}

/** Paragraphs of an element as they were built. @type {WeakMap<Element, Element[]>} */
const builtParagraphs = new WeakMap();

/** Shows lead and scenes in the present language, as far as they have it. */
function replaceParagraphs() {
  for (const name of PARAGRAPHS) {
    for (const element of /** @type {Iterable<HTMLElement>} */ (document.querySelectorAll(`.${name}`))) {
      const html = writtenText(element, name);
      const shown = [...element.querySelectorAll("p")];
      if (!builtParagraphs.has(element)) builtParagraphs.set(element, shown);
      const parsed = html && new DOMParser().parseFromString(html, "text/html");
      for (const paragraph of shown) paragraph.remove();
      element.append(...(parsed ? document.importNode(parsed.body, true).children : builtParagraphs.get(element) ?? []));
      // A lead that was computed is the page's own.
      if (!element.querySelector(":scope > p [data-w]")) markLanguage(element, Boolean(html));
    }
  }
}

/** Shows the explained terms in the present language, as far as they have it. */
function replaceTerms() {
  for (const [i, part] of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".terms > *")).entries()) {
    const built = original.get(part) ?? (part.textContent ?? "").trim();
    original.set(part, built);
    const translated = texts.languages[now].terms?.[i];
    part.textContent = translated || built;
    markLanguage(part, Boolean(translated));
  }
}

/** Translates the document's texts to the present language. @param {ParentNode} within */
export function retranslate(within) {
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (within.querySelectorAll(written.join()))) {
    const text = original.get(element) ?? (element.textContent ?? "").trim();
    original.set(element, text);
    const translated = writtenText(element, element.className || element.localName) ?? own(recordTexts[now], text);
    element.textContent = translated ?? text;
    markLanguage(element, translated !== undefined);
  }
  for (const element of within.querySelectorAll(TRANSLATED)) {
    const text = original.get(element) ?? (element.textContent ?? "").trim();
    original.set(element, text);
    element.textContent = translateText(text, element.closest(".record, .card") !== null);
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
  // A page of many has none here: each row is read when it is used.
  for (const { properties } of featureCollection().features ?? []) readTranslations(properties);
  replaceParagraphs();
  replaceTerms();
  retranslate(document);
  document.title = document.querySelector(".masthead h1")?.textContent ?? document.title;
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

/** A meridian, such as "90° E". @param {number} lon */
function meridianLabel(lon) {
  const side = Math.abs(lon) % 180 === 0 ? "" : ` ${translate(`projection.${lon < 0 ? "west" : "east"}`)}`;
  return `${formatNumber(Math.abs(lon))}°${side}`;
}

/**
 * The name of a projection and what it keeps.
 * @param {{kind: string, code: string, centralMeridian: number, trueAt: number | null}} projection
 */
export function projectionLabel({ kind, code: full, centralMeridian, trueAt }) {
  const [code, turned] = full.split("@");
  const meridian = meridianLabel(centralMeridian);
  const name = translate(`projection.${turned ? "turned" : "straight"}`, { code, meridian });
  return translate(`projection.${kind}`, { which: name, parallel: trueAt ?? "" });
}

/**
 * What a projection keeps in plain words and, on a page turned from how it opened, which meridian is down.
 * @param {{kind: string, centralMeridian: number}} projection @param {number} opened meridian that was down when the page opened
 */
export function projectionInShort({ kind, centralMeridian }, opened) {
  const plain = translate(`projection.plain.${kind}`);
  if (centralMeridian === opened) return plain;
  return translate("projection.plain.turned", { plain, meridian: meridianLabel(centralMeridian) });
}
