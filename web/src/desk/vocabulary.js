// The words of the desk: its texts, and those from which a form chooses.

/**
 * @typedef {object} Vocabulary
 * @property {string} language
 * @property {Record<string, string>} languages their names, by code
 * @property {string} record_language that of records beside their translations @property {string} map_language that of maps that name none
 * @property {{id: string, label: string, theme: string, theme_id: string, colour: string, shape: string, words: string[]}[]} types with the path of its theme's symbol
 * @property {string[]} countries codes
 * @property {Record<string, string>} country_words codes by names and adjectives in several languages, in small letters
 * @property {{id: string, name: string}[]} regions
 * @property {string[]} markings @property {string[]} time_zones @property {string[]} tags of the workspace's records
 * @property {import("./form/record/record-fields.js").FieldData[]} fields of the form, in their order
 * @property {string[]} precisions
 * @property {Record<string, any>} texts
 * @property {boolean} read_only @property {number} record_count
 * @property {string} title of the workspace @property {string} draft_key by which unsaved forms are encrypted
 */

/** Shows a message in the head: that of a change has a button that undoes it, that of a fault stands out. @typedef {(message: string, kind?: "change" | "fault") => void} Say */

/** @type {Vocabulary} */
let vocabulary;

/** @param {Vocabulary} words */
export const useVocabulary = (words) => void (vocabulary = words);

/** The languages of texts: their names, by code. */
export const languages = () => vocabulary.languages;

/** The language of records beside their translations. */
export const recordLanguage = () => vocabulary.record_language;

/** The language of plain texts of a map. @param {Record<string, any>} values of its definition */
export const languageOfMap = (values) => values.language ?? vocabulary.map_language;

/** @param {string} key */
const entryOf = (key) => key.split(".").reduce((part, name) => part?.[name], /** @type {any} */ (vocabulary.texts));

/** Whether the desk has a text. @param {string} key */
export const hasText = (key) => entryOf(key) !== undefined;

/** Texts of the desk that are listed. @param {string} key @returns {Record<string, any>} */
export const textGroup = (key) => entryOf(key);

/** A text of the desk with its values. @param {string} key @param {Record<string, string | number>} [values] */
export function text(key, values = {}) {
  const entry = entryOf(key);
  const form = typeof entry === "object" ? entry[values.n === 1 ? "one" : "other"] : entry;
  if (typeof form !== "string") throw new Error(`the desk has no text ${key}`);
  return form.replace(/\{(\w+)\}/g, (/** @type {string} */ _, /** @type {string} */ name) => `${values[name]}`);
}

/** @param {string} word */
const fold = (word) => word.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** The types that a word finds, by their names in each language; the whole list for none. @param {string} word */
export function typesLike(word) {
  const parts = fold(word).split(/[\s/]+/).filter(Boolean);
  return vocabulary.types.filter(({ id, words }) => {
    const searchText = fold([id, ...words].join(" "));
    return parts.every((part) => searchText.includes(part));
  });
}

/** @param {string} id */
export const typeOf = (id) => vocabulary.types.find((type) => type.id === id);

/** The types by theme, in their order. @returns {Vocabulary["types"][]} */
export function typesByTheme() {
  const ids = [...new Set(vocabulary.types.map(({ theme_id }) => theme_id))];
  return ids.map((id) => vocabulary.types.filter(({ theme_id }) => theme_id === id));
}

/** A type that was added to the workspace. @param {Vocabulary["types"][number]} type */
export const addType = (type) => void vocabulary.types.push(type);

/** The language of the desk. */
export const ownLanguage = () => vocabulary.language;

/** @type {Record<string, Intl.DisplayNames>} */
const displayNames = {};

/** The name of a country without *SAR China*, which some have in it. @param {string} code @param {string} language */
const nameIn = (code, language) => `${(displayNames[language] ??= new Intl.DisplayNames([language], { type: "region" })).of(code)}`.replace(/ S\.?A\.?R\.?\s.*/, "");

/** The name of a country in the language of the desk; what is no code stays as it is. @param {string | undefined} code */
export const countryName = (code) => (code !== undefined && vocabulary.countries.includes(code) ? nameIn(code, vocabulary.language) : code);

/** The names of all countries. */
export const countryNames = () => vocabulary.countries.map((code) => nameIn(code, vocabulary.language)).sort((a, b) => a.localeCompare(b, vocabulary.language));

/** The code of a country by its code or name in any language of the desk; other words stay as they are. @param {string} words */
export function countryCode(words) {
  const word = fold(words.trim());
  const { countries, country_words: known } = vocabulary;
  const isNamed = (/** @type {string} */ code) => fold(code) === word || Object.keys(vocabulary.languages).some((language) => fold(nameIn(code, language)) === word);
  return countries.find(isNamed) ?? known[words.trim().toLowerCase()] ?? words;
}

/** The names of regions. @param {string | string[] | undefined} ids */
export const regionNames = (ids) => [ids ?? []].flat().map((id) => vocabulary.regions.find((region) => region.id === id)?.name ?? id).join(", ");
