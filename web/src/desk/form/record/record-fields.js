// The fields of a record, in the order of the form.
import { element } from "../../../page/dom.js";
import { languages, recordLanguage, text } from "../../vocabulary.js";
import { dateField } from "../date-field.js";
import { area, bindOutsideFocus, bindText, choice, field, input, partsOf } from "../fields.js";
import { linkField } from "../link-field.js";
import { listField, withValue } from "../list-field.js";
import { placeField } from "../place-field.js";
import { twins } from "../translations.js";
import { typeField } from "../type-field.js";

/** @typedef {import("../list-field.js").Column} Column */
/** @typedef {import("../place/record-place.js").PlaceMap & import("../date-field.js").DateMap & {choose: (id: string) => void}} FormMap what the fields ask of the map */

/**
 * @typedef {object} FieldData a row of the table of properties, geotrack/model/record_properties.py
 * @property {string} name
 * @property {"text" | "lines" | "choice" | "texts" | "pair" | "list" | "record" | "records" | "own"} control
 * @property {boolean} [is_rare] behind *More* @property {number} [rows] @property {boolean} [is_translated] into other languages
 * @property {string} [list] id of a datalist @property {number} [max_length]
 * @property {[value: string, label: string][]} [options]
 * @property {string} [short] the key of a part that is a text alone @property {Column[]} [parts]
 */

/** All fields of the form: the chief ones, and the rare ones behind *More*. */
export class RecordFields {
  #draft;
  #language;
  #choose;
  /** Fields with a module of their own, by name. @type {Record<string, import("../fields.js").Field>} */
  #own;

  /**
   * @param {import("./record-draft.js").RecordDraft} draft
   * @param {import("../../vocabulary.js").Vocabulary} vocabulary
   * @param {FormMap} map
   */
  constructor(draft, vocabulary, map) {
    this.#draft = draft;
    this.#language = vocabulary.language;
    this.#choose = map.choose;
    const type = typeField(() => draft.properties.type, (id) => draft.write({ type: id }));
    this.place = placeField(() => draft.feature, () => draft.changed(), vocabulary, map);
    this.date = dateField(() => draft.properties, (start, end) => draft.write({ start, end }), vocabulary.language, map);
    this.#own = { type, date: this.date, place: this.place };
    this.chief = vocabulary.fields.filter(({ is_rare: isRare }) => !isRare).map((data) => this.#field(data));
    this.rare = vocabulary.fields.filter(({ is_rare: isRare }) => isRare).map((data) => this.#field(data));
    this.all = [...this.chief, ...this.rare];
  }

  /** @param {FieldData} data */
  #field({ name, control, rows = 1, list, max_length: maxLength, options = [], short = "", parts = [], is_translated: isTranslated }) {
    const plain = (/** @type {HTMLInputElement | HTMLTextAreaElement} */ control) => (isTranslated ? this.#translated(name, control) : this.#plain(name, control));
    const make = {
      text: () => plain(input(name, { ...(list && { list }), ...(maxLength && { maxlength: `${maxLength}` }) })),
      lines: () => plain(area(name, rows)),
      choice: () => this.#plain(name, choice(name, [["", text("unstated")], ...options])),
      texts: () => this.#texts(name, list),
      pair: () => pairField(name, parts, () => this.#draft.properties[name], (value) => this.#draft.write({ [name]: value })),
      list: () => listField(name, short, parts, () => this.#draft.listOf(name), (all) => this.#draft.write({ [name]: all })),
      record: () => this.#link(name, true),
      records: () => this.#link(name),
      own: () => this.#own[name],
    };
    return make[control]();
  }

  /** A property that is one text. @param {string} key @param {Parameters<typeof bindText>[0]} control */
  #plain(key, control) {
    const update = bindText(control, () => this.#draft.properties[key], (value) => this.#draft.write({ [key]: value }));
    return field(key, [`/properties/${key}`], control, update);
  }

  /** A property that is one text, which has translations. @param {string} key @param {HTMLInputElement | HTMLTextAreaElement} control */
  #translated(key, control) {
    const read = () => this.#draft.properties;
    const update = bindText(control, () => read()[key], (value) => this.#draft.write({ [key]: value }));
    const others = twins(key, control, recordLanguage(), (language) => read().translations?.[language]?.[key], (language, value) =>
      this.#draft.write({ translations: withValue(read(), ["translations", language, key], value).translations }),
    );
    const pointers = Object.keys(languages()).map((language) => `/properties/translations/${language}/${key}`);
    return field(key, [`/properties/${key}`, ...pointers], control, () => [update, others.update].forEach((update) => update()), others.boxes);
  }

  /** Ids of other records. @param {string} key @param {boolean} [isOne] one at most, stored as a text and not a list */
  #link(key, isOne) {
    const write = (/** @type {string[]} */ ids) => this.#draft.write({ [key]: isOne ? ids[0] : ids });
    return linkField(key, this.#language, () => this.#draft.listOf(key), write, this.#choose, isOne);
  }

  /** Texts with commas between them. @param {string} key @param {string} [list] id of a datalist */
  #texts(key, list) {
    const box = input(key, list ? { list } : {});
    const update = bindOutsideFocus(box, () => this.#draft.listOf(key).join(", "), (value) => this.#draft.write({ [key]: partsOf(value) }));
    return field(key, [`/properties/${key}`], box, update);
  }
}

/**
 * An object of a record with one chief key and a few words beside it, as a verification and its basis.
 * @param {string} key of the property
 * @param {Column[]} parts its keys; for the first one a text alone may stand
 * @param {() => any} read @param {(value: any) => void} write
 */
function pairField(key, parts, read, write) {
  const chief = parts[0].name;
  const valueAsObject = () => (typeof read() === "string" ? { [chief]: read() } : read() ?? {});
  const controls = parts.map(({ name, options }) => {
    const label = text(`parts.${key}.${name}`);
    const control = options ? choice(name, [["", text("unstated")], ...options]) : input(name, { placeholder: label });
    control.setAttribute("aria-label", label);
    const update = bindText(control, () => valueAsObject()[name], (value) => {
      const next = withValue(valueAsObject(), [name], value);
      write(Object.keys(next).length ? next : undefined);
    });
    return { made: control, update };
  });
  const group = element("div", { class: "pair" }, controls.map(({ made }) => made));
  return field(key, [`/properties/${key}`], group, () => controls.forEach(({ update }) => update()));
}
