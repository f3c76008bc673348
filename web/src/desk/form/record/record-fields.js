// The fields of a record, in the order of the form.
import { element } from "../../../page/dom.js";
import { text } from "../../vocabulary.js";
import { dateField } from "../date-field.js";
import { area, bindOutsideFocus, bindText, choice, field, input, partsOf } from "../fields.js";
import { linkField } from "../link-field.js";
import { listField, withValue } from "../list-field.js";
import { placeField } from "../place-field.js";
import { typeField } from "../type-field.js";

/** @typedef {import("../list-field.js").Column} Column */
/** @typedef {import("../place/record-place.js").PlaceMap & import("../date-field.js").DateMap & {choose: (id: string) => void}} FormMap what the fields ask of the map */

const LEVELS = ["low", "moderate", "high"];
const STANCES = ["supports", "disputes", "denies", "silent"];

/** @type {Column[]} */
const ACTOR = [{ name: "name", wide: true }, { name: "country", list: "countries" }, { name: "role", extra: true }];

/** Words of the schema with their labels. @param {string[]} words @returns {[string, string][]} */
const options = (words) => words.map((word) => [word, text(`values.${word}`)]);

/** The codes of a grade with their meanings. @param {Record<string, string>} grades @returns {[string, string][]} */
const gradeOptions = (grades) => Object.entries(grades).map(([code, words]) => [code, `${code} · ${words}`]);

/** @param {import("../../vocabulary.js").Vocabulary["grades"]} grades @returns {Column[]} */
const sourceColumns = ({ reliability, credibility }) => [
  { name: "seed", rare: true },
  { name: "claim", rare: true },
  { name: "url", wide: true },
  { name: "cite", wide: true },
  { name: "claimant" },
  { name: "stance", options: options(STANCES) },
  { name: "title", extra: true },
  { name: "publisher", extra: true },
  { name: "published", extra: true },
  { name: "says", extra: true },
  { name: "grade.reliability", options: gradeOptions(reliability), extra: true },
  { name: "grade.credibility", options: gradeOptions(credibility), isNumber: true, extra: true },
];

/** All fields of the form: the chief ones, and the rare ones behind *More*. */
export class RecordFields {
  #draft;
  #language;
  #choose;

  /**
   * @param {import("./record-draft.js").RecordDraft} draft
   * @param {import("../../vocabulary.js").Vocabulary} vocabulary
   * @param {FormMap} map
   */
  constructor(draft, vocabulary, map) {
    this.#draft = draft;
    this.#language = vocabulary.language;
    this.#choose = map.choose;
    this.place = placeField(() => draft.feature, () => draft.changed(), vocabulary, map);
    this.date = dateField(() => draft.properties, (start, end) => draft.write({ start, end }), vocabulary.language, map);
    this.chief = [
      this.#plain("title", area("title", 2)),
      typeField(() => draft.properties.type, (type) => draft.write({ type })),
      this.date,
      this.place,
      this.#list("actors", "name", ACTOR),
      this.#list("sources", "url", sourceColumns(vocabulary.grades)),
      this.#plain("summary", area("summary", 3)),
      this.#plain("marking", input("marking", { list: "markings" })),
    ];
    this.rare = this.#rareFields(vocabulary.choices);
    this.all = [...this.chief, ...this.rare];
  }

  /** @param {import("../../vocabulary.js").Vocabulary["choices"]} choices */
  #rareFields({ status, kind, verification }) {
    return [
      this.#plain("label", input("label", { maxlength: "32" })),
      this.#select("status", status),
      this.#select("kind", kind),
      this.#pair("verification", "level", options(verification), ["basis"]),
      this.#pair("confidence", "level", options(LEVELS), ["about", "basis"]),
      this.#pair("likelihood", "term", null, ["scale", "judged_by"]),
      this.#plain("time_zone", input("time_zone", { list: "time-zones" })),
      this.#link("part_of", true),
      this.#link("related"),
      this.#link("replaces"),
      this.#tags(),
    ];
  }

  /** A property that is one text. @param {string} key @param {Parameters<typeof bindText>[0]} control */
  #plain(key, control) {
    const update = bindText(control, () => this.#draft.properties[key], (value) => this.#draft.write({ [key]: value }));
    return field(key, [`/properties/${key}`], control, update);
  }

  /** A property that is one of a few words. @param {string} key @param {string[]} words */
  #select(key, words) {
    return this.#plain(key, choice(key, [["", text("unstated")], ...options(words)]));
  }

  /** @param {string} key @param {string} short @param {Column[]} columns as those of listField */
  #list(key, short, columns) {
    return listField(key, short, columns, () => this.#draft.listOf(key), (parts) => this.#draft.write({ [key]: parts }));
  }

  /** @param {string} key @param {string} chief @param {[string, string][] | null} words @param {string[]} others as those of pairField */
  #pair(key, chief, words, others) {
    return pairField(key, chief, words, others, () => this.#draft.properties[key], (value) => this.#draft.write({ [key]: value }));
  }

  /** Ids of other records. @param {string} key @param {boolean} [isOne] one at most, stored as a text and not a list */
  #link(key, isOne) {
    const write = (/** @type {string[]} */ ids) => this.#draft.write({ [key]: isOne ? ids[0] : ids });
    return linkField(key, this.#language, () => this.#draft.listOf(key), write, this.#choose, isOne);
  }

  /** The tags, with commas between them. */
  #tags() {
    const box = input("tags", { list: "tags" });
    const update = bindOutsideFocus(box, () => this.#draft.listOf("tags").join(", "), (value) =>
      this.#draft.write({ tags: partsOf(value) }),
    );
    return field("tags", ["/properties/tags"], box, update);
  }
}

/**
 * An object of a record with one chief key and a few words beside it, as a verification and its basis.
 * @param {string} key of the property
 * @param {string} chief its chief key, which a text alone stands for
 * @param {[string, string][] | null} options of the chief key; null: free
 * @param {string[]} others keys beside it
 * @param {() => any} read @param {(value: any) => void} write
 */
function pairField(key, chief, options, others, read, write) {
  const long = () => (typeof read() === "string" ? { [chief]: read() } : read() ?? {});
  const controls = [chief, ...others].map((name) => {
    const label = text(`parts.${key}.${name}`);
    const control = name === chief && options ? choice(name, [["", text("unstated")], ...options]) : input(name, { placeholder: label });
    control.setAttribute("aria-label", label);
    const update = bindText(control, () => long()[name], (value) => {
      const next = withValue(long(), [name], value);
      write(Object.keys(next).length ? next : undefined);
    });
    return { made: control, update };
  });
  const group = element("div", { class: "pair" }, controls.map(({ made }) => made));
  return field(key, [`/properties/${key}`], group, () => controls.forEach(({ update }) => update()));
}
