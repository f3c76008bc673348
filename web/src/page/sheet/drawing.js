// What is drawn of a round sheet: its ground, its bezel, the degrees of parallels, ticks and labels of places off the sheet.
import { svg } from "../dom.js";
import { section, translate } from "../i18n.js";
import { addFixedPlaces } from "../marks/fixed-places.js";
import { scaleFactors } from "../screen-size.js";
import { azimuth, bezel, placeAt } from "./bezel.js";
import { freeRanges, roundFrame } from "./frame.js";
import { isSmall } from "./page-layout.js";
import { distanceTo, groupsOf, isOffSheet, nameOf, placeLabels } from "./off-sheet-places.js";

const L = window.L;
/** Size of a symbol off the sheet as a factor, from one to the next, and their greatest width together, pixels. */
const [SIZE, SYMBOL_PITCH, MOST_WIDTH] = [0.72, 19, 114];
/** From the end of a leader to the middle of the first symbol, and from the last one to the text, pixels. */
const [LEADER_GAP, TEXT_GAP] = [13, 12];
/** The degrees of parallels stand this far from the meridian that points down. */
const PARALLELS_AT = 150;
/** Free space between a figure and a leader, and between a figure and the line of a text, pixels. */
const [FIGURE_ROOM, TEXT_ROOM] = [12, 18];

/** @typedef {import("./bezel.js").Circle} Circle */
/** @typedef {import("../marks/map-record.js").MapRecord} MapRecord */

/** Where the degrees of each tenth parallel stand. @param {any} map @param {Circle} circle @param {number} south */
function parallels(map, circle, south) {
  const { crs } = map.options;
  const [scale, { polar }] = [crs.scale(map.getZoom()), crs];
  const direction = azimuth(polar.centralMeridian + PARALLELS_AT, polar.centralMeridian);
  const lats = [80, 70, 60, 50].filter((lat) => lat > south + 2);
  return lats.map((lat) => ({ lat, ...placeAt(circle, direction, polar.radius(lat) * scale) }));
}

/** A label of a place off the sheet: its tick, leader and text. @param {import("./off-sheet-places.js").Label} label @param {number} width of its symbols, pixels */
function labelElements({ ends, leader, side, x, y, lon, records }, width) {
  const [scale] = scaleFactors("--scale");
  const line = (/** @type {string} */ kind, /** @type {import("../map/boxes.js").Spot[]} */ points) => svg("path", { class: kind, d: `M${points.map((point) => `${point.x.toFixed(1)} ${point.y.toFixed(1)}`).join("L")}` });
  const parts = [
    svg("tspan", { class: "sheet-place" }, [nameOfGroup(records)]),
    svg("tspan", { class: "sheet-degree", dx: 4 }, [meridianText(lon)]),
    ...(records.length > 1 ? [svg("tspan", { class: "sheet-degree" }, [` · ${translate("sheet.list", { n: records.length })}`])] : []),
  ];
  const text = svg("text", { x: x + side * (width + (LEADER_GAP + TEXT_GAP) * scale), y: y + 4 * scale, "text-anchor": side < 0 ? "end" : "start" }, parts);
  return [line("sheet-tick", ends), line("sheet-leader", leader), text];
}

/** The name of a group of records: that of their place in few words. @param {import("../payload.js").PageRecord[]} records */
export const nameOfGroup = (records) => nameOf(records.map(({ place }) => place.split(" · ")[0]));

/** @param {number} lon degrees */
export function meridianText(lon) {
  const rounded = Math.round(lon);
  const letter = rounded % 180 ? section("map.letters")[rounded < 0 ? "west" : "east"] : "";
  return `${Math.abs(rounded)}°${letter && ` ${letter}`}`;
}

/** From the middle of the first symbol of a group to that of each, pixels. @param {number} count */
function symbolSteps(count) {
  const [scale] = scaleFactors("--scale");
  const pitch = scale * Math.min(SYMBOL_PITCH, MOST_WIDTH / Math.max(count - 1, 1));
  return Array.from({ length: count }, (_, i) => i * pitch);
}

/**
 * The records off the sheet that are shown, with their labels and the places of their symbols.
 * @param {L.Map} map @param {number} south
 */
function offSheetPlaces(map, south) {
  /** @type {import("./off-sheet-places.js").Label[]} */
  let labels = [];
  /** @param {MapRecord[]} records @returns {Map<MapRecord, import("../marks/fixed-places.js").FixedPlace>} */
  function fix(records) {
    const circle = roundFrame(map);
    labels = [];
    const places = new Map();
    if (!circle) return places;
    const [scale] = scaleFactors("--scale");
    const { polar } = /** @type {any} */ (map.options).crs;
    const offSheet = records.filter(({ event, stack }) => !stack && isOffSheet(event, south)).sort((a, b) => a.event.n - b.event.n);
    if (isSmall()) {
      // A list below the map has them.
      for (const record of offSheet) places.set(record, { ...map.latLngToContainerPoint(record.mark.getLatLng()), size: 1, hidden: true });
      return places;
    }
    const byRecord = new Map(offSheet.map((record) => [record.event, record]));
    labels = placeLabels(groupsOf([...byRecord.keys()]), circle, polar.centralMeridian, freeRanges(map, circle));
    for (const { records: events, x, y, side } of labels) {
      symbolSteps(events.length).forEach((step, i) => places.set(byRecord.get(events[i]), { x: x + side * (LEADER_GAP * scale + step), y, size: SIZE }));
    }
    return places;
  }
  return { fix, labels: () => labels };
}

/** The layer of the sheet, under symbols and leaders. @param {L.Map} map */
function drawingOn(map) {
  Object.assign(map.createPane("sheet").style, { zIndex: "450", pointerEvents: "none" });
  const drawing = svg("svg", { class: "sheet", "aria-hidden": "true" });
  const mask = svg("mask", { id: "sheet-names", maskUnits: "userSpaceOnUse", x: -1e5, y: -1e5, width: 2e5, height: 2e5 });
  const defs = svg("svg", { width: 0, height: 0, "aria-hidden": "true" }, [mask]);
  map.getPane("sheet")?.append(drawing, defs);
  return { drawing, mask };
}

/** The graticule stops at the names on a sheet. @param {any} map @param {Element} mask */
function maskGraticule(map, mask) {
  const circle = roundFrame(map);
  for (const line of map.getPane("graticule")?.querySelectorAll("path") ?? []) line.setAttribute("mask", circle ? "url(#sheet-names)" : "none");
  if (!circle) return;
  /** @type {import("../map/boxes.js").Spot[]} */
  const spots = [...(circle.spots ?? [])];
  map.eachLayer((/** @type {any} */ { _letters = [] }) => {
    for (const { hidden, spots: own } of _letters) if (!hidden) spots.push(...own);
  });
  const { x, y } = map.containerPointToLayerPoint([0, 0]);
  const { x: width, y: height } = map.getSize();
  mask.replaceChildren(
    svg("rect", { x, y, width, height, fill: "#fff" }),
    ...spots.map((spot) => svg("circle", { cx: spot.x, cy: spot.y, r: /** @type {any} */ (spot).radius + 2 })),
  );
}

/** @param {any} map @param {number} south @param {Element} drawing @param {import("./off-sheet-places.js").Label[]} labels */
function draw(map, south, drawing, labels) {
  const circle = roundFrame(map);
  if (!circle) return drawing.replaceChildren();
  const { x: width, y: height } = map.getSize();
  const { x, y, r } = circle;
  L.DomUtil.setPosition(drawing, map.containerPointToLayerPoint([0, 0]));
  for (const [name, value] of Object.entries({ width, height })) drawing.setAttribute(name, value);
  const degrees = parallels(map, circle, south);
  // Names keep off them.
  circle.spots = degrees.map((place) => ({ ...map.containerPointToLayerPoint([place.x, place.y]), radius: FIGURE_ROOM }));
  const hole = `M${x + r} ${y}a${r} ${r} 0 1 0 ${-2 * r} 0a${r} ${r} 0 1 0 ${2 * r} 0`;
  const isFree = (/** @type {import("../map/boxes.js").Spot} */ spot) =>
    !isSmall() &&
    labels.every(({ ends, leader, side, x: endX, y: endY }) => {
      const points = [ends[0], ...leader, { x: endX + side * 120, y: endY }];
      return points.slice(1).every((point, i) => distanceTo(spot, points[i], point) > (point === points.at(-1) ? TEXT_ROOM : FIGURE_ROOM));
    });
  drawing.replaceChildren(
    svg("path", { class: "sheet-ground", "fill-rule": "evenodd", d: `M-2-2H${width + 2}V${height + 2}H-2Z${hole}` }),
    ...degrees.map(({ lat, ...place }) => svg("text", { class: "sheet-parallel", ...place }, [`${lat}°`])),
    bezel(circle, map.options.crs.polar.centralMeridian, meridianText, isFree),
    svg("g", { class: "off-sheet" }, labels.flatMap((label) => labelElements(label, symbolSteps(label.records.length).at(-1) ?? 0))),
  );
}

/**
 * Draws the sheet of a map, and places the symbols of records off it.
 * @param {any} map @param {number} south
 * @returns {{element: Element, redraw: () => void}} the drawing, and a function that draws it again
 */
export function sheetDrawing(map, south) {
  const { drawing, mask } = drawingOn(map);
  const places = offSheetPlaces(map, south);
  addFixedPlaces(map, places.fix);
  const redraw = () => draw(map, south, drawing, places.labels());
  map.on("marksmoved sheetchange", redraw);
  map.on("nameslaid sheetchange", () => maskGraticule(map, mask));
  return { element: drawing, redraw };
}
