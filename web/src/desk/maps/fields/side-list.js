// The sides of a map, one or two: who acts, by countries and names, and the colour of each.
import { button, element } from "../../../page/dom.js";
import { field, input } from "../../form/fields.js";
import { writtenField } from "../../form/translations.js";
import { countryName, countryNames, countryCode, languageOfMap, text } from "../../vocabulary.js";
import { wordsField } from "./words-field.js";

const MAX_SIDES = 2;
/** Colours of new sides, which differ on paper and in the dark. */
const COLOURS = ["#c8371b", "#2f3e9e"];

/** @typedef {{name: import("../../form/translations.js").Written, words?: string[], countries?: string[], actors?: string[], colour: string, dark?: string}} Side */

/** The list of a side, or no key for an empty one. @param {string[]} words */
const listed = (words) => (words.length ? words : undefined);

/**
 * The part of the form with the sides.
 * @param {import("../map-form.js").Form} form
 */
export function sideList({ values, set }) {
  const sides = () => /** @type {Side[]} */ (values.sides ?? []);
  const box = element("div", { class: "sides" });
  /** @type {import("../../form/fields.js").Field[]} */
  let fields = [];

  /** @param {number} n @param {Partial<Side>} change */
  function change(n, change) {
    const changed = sides().map((side, m) => (m === n ? { ...side, ...change } : side));
    set("sides", changed.map((side) => Object.fromEntries(Object.entries(side).filter(([, value]) => value !== undefined))));
  }
  /** @param {Side} side @param {number} n */
  function rowOf(side, n) {
    const at = (/** @type {string} */ key) => [`/sides/${n}/${key}`];
    const colour = input(`side_colour_${n}`, { type: "color" });
    // The tint for the dark page was of the colour before.
    colour.addEventListener("change", () => change(n, { colour: colour.value, dark: undefined }));
    const known = countryNames().map((name) => /** @type {[string, string]} */ ([countryCode(name), name]));
    const countries = () => (sides()[n]?.countries ?? []).map((code) => countryName(code) ?? code);
    const made = [
      writtenField("map.side_name", at("name"), input(`side_name_${n}`), languageOfMap(values), () => sides()[n]?.name, (name) => change(n, { name: name ?? "" })),
      wordsField("map.side_countries", at("countries"), known.map(([, name]) => [name, ""]), countries, (words) => change(n, { countries: listed(words.map(countryCode)) })),
      wordsField("map.side_actors", at("actors"), [], () => sides()[n]?.actors ?? [], (words) => change(n, { actors: listed(words) })),
      wordsField("map.side_words", at("words"), [], () => sides()[n]?.words ?? [], (words) => change(n, { words: listed(words) })),
      field("map.side_colour", at("colour"), colour, () => void (colour.value = sides()[n]?.colour ?? COLOURS[n])),
    ];
    fields.push(...made);
    const remove = button("link", text("removeSide"), () => (set("sides", listed(/** @type {any} */ (sides().filter((_, m) => m !== n)))), draw()));
    return element("div", { class: "side" }, [...made.map(({ row }) => row), remove]);
  }
  function draw() {
    fields = [];
    const add = button("quiet", text("addSide"), () => {
      set("sides", [...sides(), { name: "", colour: COLOURS[sides().length] }]);
      draw();
    });
    box.replaceChildren(...sides().map(rowOf), ...(sides().length < MAX_SIDES ? [add] : []));
    fields.forEach(({ update }) => update());
  }
  draw();
  const details = element("details", { class: "part-sides" }, [element("summary", {}, [text("mapParts.sides")]), element("p", { class: "hint" }, [text("sidesHint")]), box]);
  return { box: details, fields: () => fields };
}
