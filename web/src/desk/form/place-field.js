// The place of a record: by name, position or description, by drawing, and how precise it is.
import { button, element } from "../../page/dom.js";
import { get } from "../requests.js";
import { text } from "../vocabulary.js";
import { bindText, choice, field, input } from "./fields.js";

const PRECISIONS = ["", "exact", "near", "ring", "line", "area", "region", "representative"];
const WITH_RADIUS = ["near", "ring", "line", "representative"];

/** @param {any} geometry */
function positionText(geometry) {
  if (!geometry) return "";
  if (geometry.type !== "Point") return text(`geometry.${geometry.type}`);
  const [lon, lat] = geometry.coordinates;
  const side = (/** @type {number} */ value, /** @type {string} */ plus, /** @type {string} */ minus) =>
    `${Math.abs(Math.round(value * 1e4) / 1e4)}° ${value < 0 ? minus : plus}`;
  return `${side(lat, "N", "S")} ${side(lon, text("east"), text("west"))}`;
}

/**
 * @param {() => any} feature the record
 * @param {() => void} changed
 * @param {import("../vocabulary.js").Vocabulary} vocabulary
 * @param {(kind: "point" | "line" | "area", use: (geometry: any) => void) => void} draw
 * @param {() => void} reveal brings the place into view
 */
export function placeField(feature, changed, vocabulary, draw, reveal) {
  const box = input("place", { placeholder: text("placeHint") });
  const found = element("div", { class: "found", role: "status" });
  const place = () => (feature().properties.place = asObject(feature().properties.place));

  /** @param {Record<string, any>} values undefined takes a key away */
  function set(values) {
    const now = Object.assign(place(), values);
    for (const [key, value] of Object.entries(now)) if (value === undefined) delete now[key];
    if (!Object.keys(now).length) delete feature().properties.place;
    changed();
  }

  async function lookUp() {
    const words = box.value.trim();
    if (!words) return;
    const answer = await get("/api/places", { text: words }).catch(({ message }) => ({ problem: message }));
    found.replaceChildren();
    if (answer.problem) found.append(element("p", { class: "error" }, [answer.problem]));
    for (const one of answer.candidates ?? []) {
      found.append(
        button("candidate", one.label, () => {
          box.value = one.text;
          void lookUp();
        }),
      );
    }
    if (!("geometry" in answer)) return;
    feature().geometry = answer.geometry;
    set({ name: words, described: undefined, note: undefined, regions: undefined, precision: undefined, radius_km: undefined, inner_radius_km: undefined, ...answer.place });
    reveal();
  }
  box.addEventListener("change", () => void lookUp());
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    void lookUp();
  });

  const position = element("p", { class: "position" });
  const tools = element("div", { class: "tools" });
  for (const kind of /** @type {("point" | "line" | "area")[]} */ (["point", "line", "area"])) {
    tools.append(
      button("tool", text(`draw.${kind}`), () =>
        draw(kind, (geometry) => {
          feature().geometry = geometry;
          const fits = { point: undefined, line: "line", area: "area" }[kind];
          set({ described: undefined, ...(fits ? { precision: fits } : {}), ...(kind === "area" ? { radius_km: undefined } : {}) });
        }),
      ),
    );
  }
  tools.append(
    button("tool", text("draw.none"), () => {
      feature().geometry = null;
      set({ precision: undefined, radius_km: undefined, inner_radius_km: undefined });
    }),
  );

  const precision = choice("precision", PRECISIONS.map((one) => [one, text(`precision.${one || "unstated"}`)]));
  precision.setAttribute("aria-label", text("fields.precision"));
  const radius = input("radius", { inputmode: "decimal", "aria-label": text("fields.radius") });
  const inner = input("inner", { inputmode: "decimal", "aria-label": text("fields.inner") });
  const km = (/** @type {string | undefined} */ value) => (value === undefined ? undefined : Number.isFinite(Number(value.replace(",", "."))) ? Number(value.replace(",", ".")) : value);
  const updates = [
    bindText(box, () => (document.activeElement === box ? box.value.trim() : place_(feature()).name), (name) => set({ name })),
    bindText(precision, () => place_(feature()).precision, (value) => set({ precision: value })),
    bindText(radius, () => place_(feature()).radius_km, (value) => set({ radius_km: km(value) })),
    bindText(inner, () => place_(feature()).inner_radius_km, (value) => set({ inner_radius_km: km(value) })),
  ];

  const names = vocabulary.regions.map(({ id, name }) => /** @type {[string, string]} */ ([id, name]));
  const region = choice("region", [["", text("addRegion")], ...names]);
  region.setAttribute("aria-label", text("addRegion"));
  region.addEventListener("change", () => {
    const regions = [...(place_(feature()).regions ?? [])].flat();
    if (region.value && !regions.includes(region.value)) set({ regions: [...regions, region.value] });
    region.value = "";
  });
  const chips = element("ul", { class: "chips" });

  function showRegions() {
    const regions = /** @type {string[]} */ ([place_(feature()).regions ?? []].flat());
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
  const how = element("div", { class: "how" }, [precision, radii]);
  const update = () => {
    updates.forEach((one) => one());
    const { precision: now } = place_(feature());
    radii.hidden = !WITH_RADIUS.includes(now) && place_(feature()).radius_km === undefined;
    for (const part of radii.querySelectorAll("[name=inner], .to")) /** @type {HTMLElement} */ (part).hidden = now !== "ring";
    position.textContent = positionText(feature().geometry);
    showRegions();
  };
  const pointers = ["/geometry", "/properties/place"];
  return {
    ...field("place", pointers, box, update, [found, position, tools, how, chips, region]),
    /** @param {number} kilometres by the handle on the map */
    setRadius: (kilometres) => set({ radius_km: kilometres }),
    /** @param {[number, number]} lonlat by dragging on the map */
    setPoint(lonlat) {
      feature().geometry = { type: "Point", coordinates: lonlat };
      set({ described: undefined, note: undefined });
    },
  };
}

/** @param {any} value */
const asObject = (value) => (typeof value === "string" ? { name: value } : value ?? {});
/** @param {any} feature */
const place_ = (feature) => asObject(feature.properties.place);
