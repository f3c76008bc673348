// The place of a record: by name, position or description, by drawing, and how precise it is.
import { element } from "../../page/dom.js";
import { isEditable, verticesOf } from "../drawing/shapes.js";
import { recordLanguage, text } from "../vocabulary.js";
import { bindOutsideFocus, bindText, choice, field, input, more, partsOf } from "./fields.js";
import { createPlacePrecision } from "./place/place-precision.js";
import { createPlaceRegions } from "./place/place-regions.js";
import { PlaceSearch } from "./place/place-search.js";
import { withValue } from "./list-field.js";
import { positionText } from "./place/place-text.js";
import { RecordPlace } from "./place/record-place.js";
import { createShapeTools, useDrag } from "./place/shape-tools.js";
import { twins } from "./translations.js";

/** How the vertices of a shape are edited on the map. @param {any} geometry */
function editHint(geometry) {
  const vertices = verticesOf(geometry);
  return vertices ? text(isEditable(geometry) ? "editHint" : "manyVertices", { n: vertices.flat().length.toLocaleString(document.documentElement.lang) }) : "";
}

/** @param {string} key @param {HTMLElement} control */
const withLabel = (key, control) => element("label", { class: "rare" }, [element("span", {}, [text(`fields.${key}`)]), control]);

/** A text of a place in other languages. @param {RecordPlace} place @param {string} key of the label @param {"name" | "note"} name @param {HTMLInputElement} control */
const placeTwins = (place, key, name, control) =>
  twins(key, control, recordLanguage(), (language) => place.values.translations?.[language]?.[name], (language, value) =>
    place.set({ translations: withValue(place.values, ["translations", language, name], value).translations }),
  );

/** Rare keys of a place, behind *More*. @param {RecordPlace} place @param {HTMLInputElement} name its name */
function rareControls(place, name) {
  const [excluding, note] = [input("excluding"), input("note")];
  const [names, notes] = [placeTwins(place, "place", "name", name), placeTwins(place, "note", "note", note)];
  const mode = choice("regions_mode", [["", text("regionsMode.one")], ["each", text("regionsMode.each")]]);
  const updates = [
    bindOutsideFocus(excluding, () => [place.values.excluding ?? []].flat().join(", "), (value) =>
      place.set({ excluding: partsOf(value) }),
    ),
    bindText(note, () => place.values.note, (value) => place.set({ note: value })),
    bindText(mode, () => place.values.regions_mode, (value) => place.set({ regions_mode: value })),
  ];
  const box = more([...names.boxes, withLabel("note", note), ...notes.boxes, withLabel("excluding", excluding), withLabel("regions_mode", mode)]);
  return { box, update: () => [...updates, names.update, notes.update].forEach((update) => update()) };
}

/**
 * @param {() => any} feature the record
 * @param {() => void} changed
 * @param {import("../vocabulary.js").Vocabulary} vocabulary
 * @param {import("./place/record-place.js").PlaceMap} map
 */
export function placeField(feature, changed, vocabulary, map) {
  const place = new RecordPlace(feature, changed);
  const box = input("place", { placeholder: text("placeHint") });
  const updateName = bindOutsideFocus(box, () => place.values.name ?? place.values.described, (words) => search.change(words));
  const search = new PlaceSearch(box, place, map, vocabulary.language);
  const position = element("p", { class: "position" });
  const edit = element("p", { class: "hint" });
  const tools = createShapeTools(place, map);
  const precision = createPlacePrecision(place, vocabulary.precisions);
  const regions = createPlaceRegions(place, vocabulary.regions);
  const rare = rareControls(place, box);
  const update = () => {
    updateName();
    void search.update();
    for (const part of [precision, rare, regions]) part.update();
    position.textContent = positionText(place.geometry);
    edit.textContent = editHint(place.geometry);
  };
  const parts = [search.results, position, edit, tools.box, tools.hint, precision.box, regions.chips, regions.select, rare.box];
  return {
    ...field("place", ["/geometry", "/properties/place"], box, update, parts),
    reset: () => search.reset(),
    /** A record with words alone is new: they are read. */
    readPlace: () => void ((place.values.name ?? place.values.described) && !place.geometry && !place.values.regions && search.readAgain()),
    /** When the text is parsed: a question about it, or its fault. */
    settled: () => search.settled(),
    redraw: () => search.redraw(),
    /** What was dragged on the map. @param {import("./place/record-place.js").Shape} shape */
    setShape: (shape) => useDrag(place, shape),
  };
}
