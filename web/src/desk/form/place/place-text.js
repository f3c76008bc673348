// A place in words: its position, and what a text that is typed gives.
import { isDrawable } from "../../drawing/shapes.js";
import { regionNames, text } from "../../vocabulary.js";

/** Where the place is. @param {any} geometry */
export function positionText(geometry) {
  if (!isDrawable(geometry)) return "";
  if (geometry.type !== "Point") return text(`geometry.${geometry.type}`);
  const [lon, lat] = geometry.coordinates;
  const side = (/** @type {number} */ value, /** @type {string} */ plus, /** @type {string} */ minus) =>
    `${Math.abs(Math.round(value * 1e4) / 1e4)}° ${value < 0 ? minus : plus}`;
  return `${side(lat, "N", "S")} ${side(lon, text("east"), text("west"))}`;
}

/** What an answer of the gazetteer gives. @param {{geometry: any, place: any}} answer */
export function meaningText({ geometry, place }) {
  const { radius_km: radius, inner_radius_km: inner, regions, name } = place;
  const reach = radius ? text("placeReach", { km: inner ? `${inner}–${radius}` : radius }) : "";
  return [name ?? regionNames(regions), positionText(geometry), reach].filter(Boolean).join(" · ");
}
