// The place of a record: by name, position or description, by drawing, and how precise it is.
import { button, element } from "../../page/dom.js";
import { get } from "../requests.js";
import { text } from "../vocabulary.js";
import { bindText, choice, field, input, more, segmented } from "./fields.js";

/** @typedef {import("../drawing/drawing-tool.js").Kind} Kind @typedef {import("../drawing/drawing-tool.js").Shape} Shape */

const TOOLS = /** @type {Kind[]} */ (["point", "line", "area", "disc", "ring"]);
const WITH_RADIUS = ["near", "ring", "line", "representative"];
/** The precision that a drawn shape states; a point states none. */
const PRECISION_OF = /** @type {Record<Kind, string | undefined>} */ ({ point: undefined, line: "line", area: "area", disc: "near", ring: "ring" });

/** @param {any} geometry */
function positionText(geometry) {
  if (!geometry) return "";
  if (geometry.type !== "Point") return text(`geometry.${geometry.type}`);
  const [lon, lat] = geometry.coordinates;
  const side = (/** @type {number} */ value, /** @type {string} */ plus, /** @type {string} */ minus) =>
    `${Math.abs(Math.round(value * 1e4) / 1e4)}° ${value < 0 ? minus : plus}`;
  return `${side(lat, "N", "S")} ${side(lon, text("east"), text("west"))}`;
}

/** A number as it is typed, in either language. @param {string | undefined} value */
function kilometres(value) {
  if (value === undefined) return undefined;
  const number = Number(value.replace(",", "."));
  return Number.isFinite(number) ? number : value;
}

/**
 * @param {() => any} feature the record
 * @param {() => void} changed
 * @param {import("../vocabulary.js").Vocabulary} vocabulary
 * @param {{draw: (kind: Kind, use: (shape: Shape) => void, end: () => void) => void, reveal: () => void, showCandidates: (places: any[], choose: (n: number) => void) => void}} map
 */
export function placeField(feature, changed, vocabulary, map) {
  const box = input("place", { placeholder: text("placeHint") });
  const found = element("div", { class: "found", role: "status" });
  const stated = () => asObject(feature().properties.place);

  /** @param {Record<string, any>} values undefined takes a key away */
  function set(values) {
    const now = (feature().properties.place = { ...stated(), ...values });
    for (const [key, value] of Object.entries(now)) if (value === undefined) delete now[key];
    if (!Object.keys(now).length) delete feature().properties.place;
    changed();
  }

  let looked = "";
  async function lookUp() {
    const words = box.value.trim();
    if (!words || words === looked) return;
    looked = words;
    const answer = await get("/api/places", { text: words }).catch(({ message }) => ({ problem: message }));
    const candidates = answer.candidates ?? [];
    const take = (/** @type {number} */ n) => {
      box.value = candidates[n].text;
      void lookUp();
    };
    found.replaceChildren(
      ...(answer.problem ? [element("p", { class: "error" }, [answer.problem])] : []),
      ...candidates.map((/** @type {any} */ one, /** @type {number} */ n) => button("candidate", one.label, () => take(n))),
    );
    map.showCandidates(candidates, take);
    if (!("geometry" in answer)) return;
    feature().geometry = answer.geometry;
    set({ name: words, described: undefined, note: undefined, regions: undefined, precision: undefined, radius_km: undefined, inner_radius_km: undefined, ...answer.place });
    map.reveal();
  }
  box.addEventListener("change", () => void lookUp());
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    void lookUp();
  });

  const position = element("p", { class: "position" });
  const hint = element("p", { class: "hint", role: "status" });
  const tools = element("div", { class: "tools" });
  const openers = TOOLS.map((kind) => {
    const tool = button("tool", text(`draw.${kind}`), () => begin(kind));
    tool.setAttribute("aria-pressed", "false");
    tools.append(tool);
    return tool;
  });

  /** @param {Kind} kind */
  function begin(kind) {
    const before = structuredClone({ geometry: feature().geometry, place: feature().properties.place });
    const pressed = openers[TOOLS.indexOf(kind)];
    const isPressed = pressed.getAttribute("aria-pressed") === "true";
    map.draw(kind, (shape) => use(kind, shape, before), () => {
      for (const one of openers) one.setAttribute("aria-pressed", "false");
      hint.textContent = "";
    });
    if (isPressed) return map.draw(kind, () => undefined, () => undefined);
    pressed.setAttribute("aria-pressed", "true");
    hint.textContent = text(`drawHint.${kind}`);
  }

  /** @param {Kind} kind @param {Shape} shape @param {{geometry: any, place: any}} before what was there, should it be given up */
  function use(kind, { geometry, radius, inner }, before) {
    if (!geometry) {
      feature().geometry = before.geometry;
      feature().properties.place = structuredClone(before.place);
      return set({});
    }
    feature().geometry = geometry;
    const { precision, radius_km, inner_radius_km } = stated();
    const fits = PRECISION_OF[kind];
    const isSame = kind === "point" && precision !== "line" && precision !== "area";
    set({
      described: undefined,
      note: undefined,
      precision: isSame ? precision : fits,
      radius_km: radius ?? (isSame || kind === "line" ? radius_km : undefined),
      inner_radius_km: inner ?? (isSame ? inner_radius_km : undefined),
    });
  }
  tools.append(
    button("tool", text("draw.none"), () => {
      feature().geometry = null;
      set({ precision: undefined, radius_km: undefined, inner_radius_km: undefined });
    }),
  );

  const precisions = ["", ...vocabulary.choices.precision].map((one) => /** @type {[string, string]} */ ([one, one ? text(`precision.${one}`) : text("unstated")]));
  const precision = segmented("precision", text("fields.precision"), precisions, () => stated().precision, (value) => set({ precision: value, ...(value === "ring" ? {} : { inner_radius_km: undefined }) }));
  const radius = input("radius", { inputmode: "decimal", "aria-label": text("fields.radius") });
  const inner = input("inner", { inputmode: "decimal", "aria-label": text("fields.inner") });
  const [excluding, note] = [input("excluding"), input("note")];
  const mode = choice("regions_mode", [["", text("regionsMode.one")], ["each", text("regionsMode.each")]]);
  const updates = [
    bindText(box, () => (document.activeElement === box ? box.value.trim() : stated().name ?? stated().described), (name) => set({ name })),
    precision.update,
    bindText(radius, () => (document.activeElement === radius ? radius.value.trim() : stated().radius_km), (value) => set({ radius_km: kilometres(value) })),
    bindText(inner, () => (document.activeElement === inner ? inner.value.trim() : stated().inner_radius_km), (value) => set({ inner_radius_km: kilometres(value) })),
    bindText(excluding, () => (document.activeElement === excluding ? excluding.value.trim() : [stated().excluding ?? []].flat().join(", ")), (value) => set({ excluding: value?.split(",").map((one) => one.trim()).filter(Boolean) })),
    bindText(note, () => stated().note, (value) => set({ note: value })),
    bindText(mode, () => stated().regions_mode, (value) => set({ regions_mode: value })),
  ];

  const names = vocabulary.regions.map(({ id, name }) => /** @type {[string, string]} */ ([id, name]));
  const region = choice("region", [["", text("addRegion")], ...names]);
  region.setAttribute("aria-label", text("addRegion"));
  region.addEventListener("change", () => {
    const regions = [...(stated().regions ?? [])].flat();
    if (region.value && !regions.includes(region.value)) set({ regions: [...regions, region.value] });
    region.value = "";
  });
  const chips = element("ul", { class: "chips" });

  function showRegions() {
    const regions = /** @type {string[]} */ ([stated().regions ?? []].flat());
    chips.replaceChildren(
      ...regions.map((id) => {
        const name = names.find(([one]) => one === id)?.[1] ?? id;
        const gone = button("remove", "×", () => {
          const left = regions.filter((one) => one !== id);
          set({ regions: left.length ? left : undefined });
        });
        gone.setAttribute("aria-label", text("remove", { what: name }));
        return element("li", {}, [name, gone]);
      }),
    );
  }

  const radii = element("span", { class: "radii" }, [inner, element("span", { class: "to" }, ["–"]), radius, " km"]);
  const how = element("div", { class: "how" }, [precision.box, radii]);
  const rare = more([labelled("note", note), labelled("excluding", excluding), labelled("regions_mode", mode)]);
  const update = () => {
    updates.forEach((one) => one());
    const { precision: now, radius_km } = stated();
    radii.hidden = !WITH_RADIUS.includes(now) && radius_km === undefined;
    for (const part of radii.querySelectorAll("[name=inner], .to")) /** @type {HTMLElement} */ (part).hidden = now !== "ring";
    position.textContent = positionText(feature().geometry);
    showRegions();
  };
  const pointers = ["/geometry", "/properties/place"];
  return {
    ...field("place", pointers, box, update, [found, position, tools, hint, how, chips, region, rare]),
    /** Another record is in the form. */
    reset() {
      looked = "";
      found.replaceChildren();
      map.showCandidates([], () => undefined);
    },
    /** What was dragged on the map. @param {Shape} shape */
    setShape({ geometry, radius: radius_km, inner: inner_radius_km }) {
      if (geometry) {
        feature().geometry = geometry;
        set({ described: undefined, note: undefined });
      } else set({ ...(radius_km ? { radius_km } : {}), ...(inner_radius_km ? { inner_radius_km } : {}) });
    },
  };
}

/** @param {string} key @param {HTMLElement} control */
const labelled = (key, control) => element("label", { class: "rare" }, [element("span", {}, [text(`fields.${key}`)]), control]);

/** @param {any} value */
const asObject = (value) => (typeof value === "string" ? { name: value } : value ?? {});
