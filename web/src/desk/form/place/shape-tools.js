// The tools that draw a place on the map, and the precision that follows from a drawn shape.
import { button, element } from "../../../page/dom.js";
import { text } from "../../vocabulary.js";

/** @typedef {import("./record-place.js").Kind} Kind @typedef {import("./record-place.js").Shape} Shape */
/** @typedef {import("./record-place.js").RecordPlace} RecordPlace */

const KINDS = /** @type {Kind[]} */ (["point", "line", "area", "disc", "ring"]);
/** The precision that a drawn shape states; a point states none. */
const PRECISION_OF = /** @type {Partial<Record<Kind, string>>} */ ({ line: "line", area: "area", disc: "near", ring: "ring" });

/** A button for each kind of shape and one for no geometry. @param {RecordPlace} place @param {import("./record-place.js").PlaceMap} map */
export function createShapeTools(place, map) {
  const hint = element("p", { class: "hint", role: "status" });
  const openers = KINDS.map((kind) => button("tool", text(`draw.${kind}`), () => begin(kind)));
  const release = () => openers.forEach((opener) => opener.setAttribute("aria-pressed", "false"));
  release();

  /** Draws a shape; a second press of the same tool ends it. @param {Kind} kind */
  function begin(kind) {
    const before = place.copy();
    const opener = openers[KINDS.indexOf(kind)];
    const isPressed = opener.getAttribute("aria-pressed") === "true";
    map.draw(kind, (shape) => useDrawing(place, kind, shape, before), () => {
      release();
      hint.textContent = "";
    });
    if (isPressed) return map.draw(kind, () => undefined, () => undefined);
    opener.setAttribute("aria-pressed", "true");
    hint.textContent = text(`drawHint.${kind}`);
  }

  const noShape = button("tool", text("draw.none"), () => {
    place.geometry = null;
    place.set({ precision: undefined, radius_km: undefined, inner_radius_km: undefined });
  });
  return { box: element("div", { class: "tools" }, [...openers, noShape]), hint };
}

/**
 * Sets the shape that is drawn as that of the place; the former shape is restored if the drawing is cancelled.
 * @param {RecordPlace} place @param {Kind} kind @param {Shape} shape @param {ReturnType<RecordPlace["copy"]>} before
 */
function useDrawing(place, kind, { geometry, radius, inner }, before) {
  if (!geometry) return place.restore(before);
  place.geometry = geometry;
  const { precision, radius_km, inner_radius_km } = place.values;
  const isSame = kind === "point" && precision !== "line" && precision !== "area";
  place.set({
    described: undefined,
    note: undefined,
    precision: isSame ? precision : PRECISION_OF[kind],
    radius_km: radius ?? (isSame || kind === "line" ? radius_km : undefined),
    inner_radius_km: inner ?? (isSame ? inner_radius_km : undefined),
  });
}

/** What was dragged on the map. @param {RecordPlace} place @param {Shape} shape */
export function useDrag(place, { geometry, radius: radius_km, inner: inner_radius_km }) {
  if (geometry) {
    place.geometry = geometry;
    place.set({ described: undefined, note: undefined });
  } else place.set({ ...(radius_km ? { radius_km } : {}), ...(inner_radius_km ? { inner_radius_km } : {}) });
}
