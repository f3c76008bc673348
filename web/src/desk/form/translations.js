// Texts in several languages: a control for the language of the record or the map, and one for each other behind its name.
import { languages, text } from "../vocabulary.js";
import { bindText, field, more } from "./fields.js";

/** @typedef {string | Record<string, string>} Written a text of a definition: plain, or by language */

/** A text by language; `own` is the language of a plain one. @param {Written | undefined} value @param {string} own @returns {Record<string, string>} */
export const versionsOf = (value, own) => (typeof value === "object" ? value ?? {} : value ? { [own]: value } : {});

/** A text as a list or a heading shows it. @param {Written | undefined} value */
export const shownText = (value) => Object.values(versionsOf(value, "")).at(0) ?? "";

/**
 * A text with another version in one language; without any other than the own language's it is plain.
 * @param {Written | undefined} value @param {string} own @param {string} language @param {string | undefined} version @returns {Written | undefined}
 */
export function withVersion(value, own, language, version) {
  const { [language]: _, ...others } = versionsOf(value, own);
  const versions = version ? { ...others, [language]: version } : others;
  const codes = Object.keys(versions);
  return codes.length === 1 && codes[0] === own ? versions[own] : codes.length ? versions : undefined;
}

/**
 * The controls of a text in the other languages, each behind the name of its language.
 * @param {string} key of the label @param {HTMLInputElement | HTMLTextAreaElement} control that of the own language @param {string} own
 * @param {(language: string) => any} read @param {(language: string, value: string | undefined) => void} write
 */
export function twins(key, control, own, read, write) {
  control.lang = own;
  const others = Object.entries(languages()).filter(([code]) => code !== own);
  const made = others.map(([code, name]) => {
    const twin = /** @type {HTMLInputElement | HTMLTextAreaElement} */ (control.cloneNode());
    Object.assign(twin, { name: `${control.name}_${code}`, lang: code });
    twin.setAttribute("aria-label", `${text(`fields.${key}`)} (${name})`);
    return { box: more([twin], name), update: bindText(twin, () => read(code), (value) => write(code, value)) };
  });
  return { boxes: made.map(({ box }) => box), update: () => made.forEach(({ update }) => update()) };
}

/**
 * A text that may be one by language: its control, and those of the other languages.
 * @param {string} label @param {string[]} pointers @param {HTMLInputElement | HTMLTextAreaElement} control @param {string} own the language of the map
 * @param {() => Written | undefined} read @param {(value: Written | undefined) => void} write
 * @param {(control: HTMLInputElement | HTMLTextAreaElement) => Node[]} [beside] what stands after each control
 */
export function writtenField(label, pointers, control, own, read, write, beside = () => []) {
  const readIn = (/** @type {string} */ language) => versionsOf(read(), own)[language]?.trim();
  const writeIn = (/** @type {string} */ language, /** @type {string | undefined} */ version) => write(withVersion(read(), own, language, version));
  const update = bindText(control, () => readIn(own), (version) => writeIn(own, version));
  const others = twins(label, control, own, readIn, writeIn);
  return field(label, pointers, control, () => [update, others.update].forEach((update) => update()), [...beside(control), ...others.boxes]);
}
