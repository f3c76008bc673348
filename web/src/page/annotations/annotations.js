// Annotations: the short name and date of records beside their symbols on the map.
import { placeAnnotations } from "./placement.js";
import { linesOf, shortened } from "./text-lines.js";
import { svg } from "../dom.js";
import { boxesOf } from "../map/controls.js";
import { square } from "../map/boxes.js";
import { numberBox } from "../marks/number-placement.js";
import { narrow, scaleFactors } from "../screen-size.js";
import { onLanguage, translateText } from "../i18n.js";
import { BESIDE_SHEET, boxesBesideSheet, roundFrame } from "../sheet/frame.js";
import { isSmall } from "../sheet/page-layout.js";
import { tangents } from "../sheet/inset-placement.js";

const L = window.L;
/** From one baseline to the next, and from the top of the text to the first one, in font sizes. */
const LINE_HEIGHT = 1.18;
const BASELINE = 0.92;
/** Letters of a line, on a large screen and on a small one. */
const LETTERS = [26, 17];
/** Radius of a symbol of size 1, and of one with a sign at its corner, pixels. */
const [SYMBOL_RADIUS, RADIUS_WITH_SIGN] = [11.5, 14];
/** Free space at the edge of the map, pixels. */
const FRAME_MARGIN = 8;
/** Between two points of a leader that names keep off, pixels. */
const LEADER_STEP = 6;
/** Greatest number of annotations on a small screen, and greatest length of leaders, pixels. */
const NARROW = { maxCount: 5, maxLeader: 70 };
const WIDE = { maxLeader: 170 };
/** Elements that cover the map. */
const COVERING = ".leaflet-control, .polar-arctic-circle, .unfolded > .bar-panel, .leaflet-popup:not([style*='opacity: 0']), .beyond-tab, .caption, .stack-pill, .inset-source";
/** Points of the ring that stands for a circle; from the parallel of a round sheet to beyond its degrees, pixels. */
const [RING_POINTS, SHEET_EDGE] = [48, 32];

/** @typedef {import("../marks/map-record.js").MapRecord} MapRecord */
/** @typedef {import("./placement.js").Request & {name: string[], date: string[], colourClass: string}} Text */

/** The SVG element of the annotations, in a pane of its own under the symbols. @param {L.Map} map */
function drawingOn(map) {
  Object.assign(map.createPane("annotations").style, { zIndex: "596", pointerEvents: "none" });
  Object.assign(map.options, { covering: COVERING }); // Names of seas and towns keep off these elements too.
  const drawing = svg("svg", { class: "annotations", "aria-hidden": "true" });
  map.getPane("annotations")?.append(drawing);
  L.DomEvent.disableClickPropagation(drawing);
  return /** @type {SVGSVGElement} */ (drawing);
}

/** The lines of a record's name and date. @param {import("../payload.js").PageRecord} event @param {boolean} [isNarrow] @returns {[name: string[], date: string[]]} */
export function linesOfRecord({ label, title, date }, isNarrow = narrow.matches) {
  const letters = LETTERS[Number(isNarrow)];
  return [linesOf(label || shortened(title), letters), linesOf(date, letters)];
}

/** Measures texts. @param {Element} drawing in which they will stand */
export function textMeasure(drawing) {
  const { fontSize, fontFamily } = getComputedStyle(drawing);
  const fontPixels = parseFloat(fontSize);
  const ctx = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
  const width = (/** @type {number} */ weight, /** @type {string} */ text) => {
    ctx.font = `${weight} ${fontPixels}px ${fontFamily}`;
    return ctx.measureText(text).width;
  };
  const measure = (/** @type {string[]} */ name, /** @type {string[]} */ date) => {
    const textWidth = Math.max(...name.map((line) => width(700, line)), ...date.map((line) => width(400, line)));
    return { name, date, size: { x: Math.ceil(textWidth) + 1, y: fontPixels * LINE_HEIGHT * (name.length + date.length) } };
  };
  return Object.assign(measure, { fontPixels });
}

/** Boxes of the letters of the visible names of regions. @param {L.Map} map @param {L.Point} shift to the map's frame */
function regionNameBoxes(map, shift) {
  /** @type {import("../map/boxes.js").Box[]} */
  const boxes = [];
  map.eachLayer((/** @type {any} */ layer) => {
    for (const [i, name] of (layer._letters ? layer._names : []).entries()) {
      const { hidden, spots } = layer._letters[i];
      if (name.size !== "region" || hidden) continue;
      boxes.push(...spots.map((/** @type {any} */ { x, y, radius }) => square({ x: x + shift.x, y: y + shift.y }, radius)));
    }
  });
  return boxes;
}

/**
 * The visible rings round the places of records, in the map's frame.
 * @param {L.Map} map @param {MapRecord[]} records @param {L.Point} shift to the map's frame
 */
function outlinesOf(map, records, shift) {
  const symbolsAlone = map.getContainer().classList.contains("symbols-alone");
  return new Map(
    records.map(({ event, madeShapes }) => {
      const visible = (madeShapes ?? []).filter(({ _map, options }) => _map && (!symbolsAlone || /chosen/.test(options.className)) && options.fillColor);
      return [event.n, visible.flatMap(({ _parts }) => (_parts ?? []).map((/** @type {L.Point[]} */ ring) => ring.map((point) => point.add(shift))))];
    }),
  );
}

/** The circles of symbols, by number, in the map's frame. @param {L.Map} map @param {MapRecord[]} records @param {number | null} chosen */
function symbolCircles(map, records, chosen) {
  const [scale, enlarged] = scaleFactors("--scale", "--mark-chosen");
  return new Map(
    records.map(({ event, mark }) => {
      const { x, y } = map.latLngToContainerPoint(mark.getLatLng()).add(mark.offset);
      const size = event.n === chosen ? Math.max(mark.size, scale * enlarged) : mark.size;
      return [event.n, { x, y, radius: (event.signs.length ? RADIUS_WITH_SIGN : SYMBOL_RADIUS) * size }];
    }),
  );
}

/** The boxes of the numbers beside symbols. @param {MapRecord[]} records @param {Map<number, import("./placement.js").Circle>} circles @param {number} scale */
const numberBoxes = (records, circles, scale) =>
  records.flatMap(({ event, quiet, stack, mark }) => {
    const at = circles.get(event.n);
    return at && event.side && !quiet && !stack ? { n: event.n, ...numberBox({ ...at, size: mark.size, wide: 0, digits: `${event.n}`.length, scale }, mark.number) } : [];
  });

/** The tangents of the insets that are shown. @param {any} map @returns {import("../map/boxes.js").Spot[][]} */
const insetTangents = (map) => (map.options.insets ?? []).flatMap((/** @type {any} */ { source, target }) => tangents(source, target).map((line) => line.map(([x, y]) => ({ x, y }))));

/** What surrounds the symbols on a map. @param {L.Map} map @param {MapRecord[]} records @param {Map<number, import("./placement.js").Circle>} circles of symbols @param {import("../map/boxes.js").Box[]} covered by names and numbers @returns {import("./placement.js").Surroundings} */
function surroundingsOf(map, records, circles, covered) {
  const { x: right, y: bottom } = map.getSize();
  return {
    frame: { left: FRAME_MARGIN, top: FRAME_MARGIN, right: right - FRAME_MARGIN, bottom: bottom - FRAME_MARGIN },
    blocked: [...boxesOf(map, `${COVERING}, .inset-target`, document), ...boxesBesideSheet(map), ...covered],
    symbols: [...circles.values()],
    outlines: outlinesOf(map, records, map.layerPointToContainerPoint([0, 0])),
    lines: insetTangents(map),
    contrastOf: basemapContrast(map),
  };
}

/** The names of seas and straits. @param {L.Map} map @param {readonly [name: string, at: import("../payload.js").Place][]} waters @param {ReturnType<typeof textMeasure>} measure @param {import("./placement.js").Surroundings} surroundings @returns {Text[]} */
const waterTexts = (map, waters, measure, surroundings) =>
  waters.map(([name, at], i) => {
    const { x, y } = map.latLngToContainerPoint(at);
    return { ...measure([translateText(name)], []), n: -1 - i, isPlace: true, cited: true, surroundings, symbol: { x, y, radius: 0 }, colourClass: "water" };
  });

/**
 * What surrounds the symbols in insets: their names stand beside the insets, and beside the round sheet, if there is one.
 * @param {any} map @param {import("./placement.js").Surroundings} surroundings those on the map
 * @param {import("../map/boxes.js").Box[]} blocked what neither of them may lie under
 * @returns {import("./placement.js").Surroundings}
 */
function besideInsets(map, surroundings, blocked) {
  const sheet = roundFrame(map);
  const circles = [...(sheet ? [{ ...sheet, r: sheet.r + SHEET_EDGE }] : []), ...map.options.insets.map((/** @type {any} */ { target }) => ({ ...target, r: target.r + FRAME_MARGIN }))];
  const rings = circles.map(({ x, y, r }) => Array.from({ length: RING_POINTS }, (_, i) => ({ x: x + r * Math.cos((i * 2 * Math.PI) / RING_POINTS), y: y + r * Math.sin((i * 2 * Math.PI) / RING_POINTS) })));
  return { ...surroundings, outlines: new Map([...surroundings.outlines, [0, rings]]), blocked: [...boxesOf(map, `${COVERING}, ${BESIDE_SHEET}, .inset-name, .inset-caption`, document), ...blocked] };
}

/** @param {import("./placement.js").Annotation} place @param {Pick<Text, "name" | "date" | "colourClass">} text @param {number} fontPixels */
export function annotationElement({ n, box, side, leader }, { name, date, colourClass }, fontPixels) {
  const x = side < 0 ? box.right : side > 0 ? box.left : (box.left + box.right) / 2;
  const lines = [...name, ...date];
  const text = svg(
    "text",
    { "text-anchor": side < 0 ? "end" : side > 0 ? "start" : "middle" },
    lines.map((line, i) => svg("tspan", { x, y: box.top + fontPixels * (BASELINE + LINE_HEIGHT * i), class: i < name.length ? "name" : "" }, [line])),
  );
  const d = leader.length ? `M${leader.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}` : "";
  const paths = d ? ["halo", ""].map((kind) => svg("path", { class: kind, d })) : [];
  return svg("g", { class: `annotation ${colourClass}`, "data-record": n }, [...paths, text]);
}

/**
 * @param {L.Map} map @param {import("../marks/map-record.js").MapRecords} mapRecords
 * @param {{labels: readonly number[], cited: readonly number[], waters: readonly [name: string, at: import("../payload.js").Place][], names: boolean}} choice records with an annotation, the most important first;
 *   those that have one wherever it can stand; whether the others have one too where there is room
 * @param {{choose: (n: number, tapped?: boolean) => void, selected: () => number | null, hover: (n: number, on: boolean) => void, onState: (listener: (n: number, state: string) => void) => void}} selection
 * @returns {() => void} draws them again
 */
export function addAnnotations(map, mapRecords, choice, selection) {
  const drawing = drawingOn(map);
  listenTo(drawing, selection);
  const visibleRecords = () => mapRecords.shown;

  /** The records to annotate, the most important first: the selected one before all. @param {MapRecord[]} records on the map */
  function inOrder(records) {
    const { labels, names } = choice;
    const rest = names ? records.map(({ event }) => event.n).sort((a, b) => a - b) : [];
    const numbers = new Set([selection.selected(), ...labels, ...rest]);
    return [...numbers].flatMap((n) => records.find(({ event }) => event.n === n) ?? []);
  }

  function draw() {
    const records = visibleRecords();
    const ordered = inOrder(records);
    drawing.style.opacity = "";
    if (!ordered.length && !choice.waters.length) return void show([], new Map());
    const shift = map.layerPointToContainerPoint([0, 0]);
    const circles = symbolCircles(map, records, selection.selected());
    const [measure, numbers] = [textMeasure(drawing), numberBoxes(records, circles, scaleFactors("--scale")[0])];
    const covered = [...regionNameBoxes(map, shift), ...numbers];
    const surroundings = surroundingsOf(map, records, circles, covered);
    const texts = waterTexts(map, choice.waters, measure, surroundings).concat(ordered.map((record) => ({
      ...measure(...linesOfRecord(record.event)),
      cited: choice.cited.includes(record.event.n),
      surroundings: record.mark._icon.classList.contains("in-inset") ? besideInsets(map, surroundings, covered) : surroundings,
      // On a small sheet it may lie over the bezel.
      widest: isSmall() ? { ...surroundings, blocked: [...boxesOf(map, COVERING, document), ...covered] } : undefined,
      n: record.event.n,
      colourClass: record.event.colourClass,
      symbol: /** @type {import("./placement.js").Circle} */ (circles.get(record.event.n)),
    })));
    show(placeAnnotations(texts, narrow.matches ? NARROW : WIDE), new Map(texts.map((text) => [text.n, text])), shift, numbers);
  }

  /** @param {import("./placement.js").Annotation[]} placed @param {Map<number, Text>} texts @param {L.Point} [shift] @param {import("../map/boxes.js").Box[]} [numbers] */
  function show(placed, texts, shift = L.point(0, 0), numbers = []) {
    const fontPixels = parseFloat(getComputedStyle(drawing).fontSize);
    drawing.style.transform = `translate(${-shift.x}px, ${-shift.y}px)`;
    drawing.replaceChildren(...placed.map((place) => annotationElement(place, /** @type {Text} */ (texts.get(place.n)), fontPixels)));
    drawing.querySelector(`[data-record="${selection.selected()}"]`)?.classList.add("chosen");
    const circles = [...placed.map(({ box }) => box), ...numbers].flatMap((box) => circlesOver(box, fontPixels, shift));
    Object.assign(map.options, { annotations: circles.concat([...placed.map(({ leader }) => leader), ...insetTangents(map)].flatMap((line) => circlesAlong(line, shift))) }); // Names keep off both.
    map.fire("annotated");
  }

  return redrawWithView(map, drawing, draw, selection);
}

/**
 * Circles that cover a text, side by side: names on the map test for overlaps with circles.
 * @param {import("../map/boxes.js").Box} box @param {number} step pixels @param {L.Point} shift to the map's frame
 */
const circlesOver = ({ left, top, right, bottom }, step, shift) =>
  Array.from({ length: Math.ceil((right - left) / step) }, (_, i) => ({
    x: Math.min(left + step * (i + 0.5), right) - shift.x,
    y: (top + bottom) / 2 - shift.y,
    radius: (bottom - top) / 2,
  }));

/** Circles on a leader. @param {import("../map/boxes.js").Spot[]} leader corners @param {L.Point} shift to the map's frame */
const circlesAlong = (leader, shift) =>
  leader.slice(1).flatMap((to, i) => {
    const { x, y } = leader[i];
    const steps = Math.ceil(Math.hypot(to.x - x, to.y - y) / LEADER_STEP);
    return Array.from({ length: steps }, (_, n) => ({ x: x + ((to.x - x) * n) / steps - shift.x, y: y + ((to.y - y) * n) / steps - shift.y, radius: 0 }));
  });

/** Gives an annotation the pointer's actions of its symbol. @param {Element} drawing @param {Parameters<typeof addAnnotations>[3]} selection */
function listenTo(drawing, { choose, hover }) {
  const numberAt = (/** @type {Event} */ { target }) => Number(/** @type {Element} */ (target).closest(".annotation")?.getAttribute("data-record"));
  drawing.addEventListener("click", (event) => choose(numberAt(event), narrow.matches));
  for (const [when, on] of /** @type {const} */ ([["mouseover", true], ["mouseout", false]])) {
    drawing.addEventListener(when, (event) => hover(numberAt(event), on));
  }
}

/**
 * Draws them when the page has time; on paper when the map has its view, and once: each drawing reads the pixels of the basemap.
 * @param {L.Map} map @param {SVGElement} drawing @param {() => void} draw @param {Parameters<typeof addAnnotations>[3]} selection
 */
function redrawWithView(map, drawing, draw, selection) {
  let [printing, drawRequested] = [false, false];
  const drawNow = () => {
    if (drawRequested) draw();
    drawRequested = false;
  };
  const drawSoon = () => {
    if (!printing && !drawRequested) window.geotrackPolar.whenIdle(drawNow);
    drawRequested = true;
  };
  window.addEventListener("beforeprint", () => (printing = true));
  window.addEventListener("afterprint", () => {
    [printing, drawRequested] = [false, false];
    drawSoon();
  });
  map.on("zoomstart zoomanim scenechange", () => (drawing.style.opacity = "0"));
  map.on("moveend zoomend resize projectionchange sheetchange overlayadd overlayremove marksmoved tabsmoved namesmoved popupopen popupclose scalechange", drawSoon);
  // On paper names of regions yield after that, and annotations leave room for them.
  map.on("viewset namesmoved", () => printing && drawNow());
  onLanguage(drawSoon);
  selection.onState((_, state) => state === "chosen" && drawSoon());
  return drawSoon;
}

/** Edge of the cells into which the basemap is scaled down, pixels. */
const CELL = 6;
/** The largest difference of red less blue within water or within land, and the least at a coast, of 255. */
const [PLAIN_CONTRAST, COAST_CONTRAST] = [8, 26];

/**
 * The contrast of the basemap under a text: coasts, which texts avoid if they can. On the canvas of the basemap, red less
 * blue differs between water, land and ice, by day and at night.
 * @param {L.Map} map
 * @returns {(box: import("../map/boxes.js").Box) => number} from 0 for a box of water, land or ice alone to 1 for one
 *   that a coast crosses
 */
function basemapContrast(map) {
  const canvas = map.getPane("plate")?.querySelector("canvas");
  if (!canvas?.width || !canvas.height) return () => 0;
  const [frame, canvasFrame] = [map.getContainer(), canvas].map((element) => element.getBoundingClientRect());
  const ratio = canvas.width / canvasFrame.width;
  const [width, height] = [Math.ceil(frame.width / CELL), Math.ceil(frame.height / CELL)];
  const small = Object.assign(document.createElement("canvas"), { width, height });
  const ctx = small.getContext("2d", { willReadFrequently: true });
  if (!ctx || !width || !height) return () => 0;
  const [left, top] = [(frame.left - canvasFrame.left) * ratio, (frame.top - canvasFrame.top) * ratio];
  ctx.drawImage(canvas, left, top, width * CELL * ratio, height * CELL * ratio, 0, 0, width, height);
  const { data } = ctx.getImageData(0, 0, width, height);
  // With a relief, land differs from land, and water from water, beyond these.
  const [bluest, reddest] = /** @type {any} */ (map.options).relief ? [-24, 15] : [-255, 255];
  return (box) => {
    let [lowest, highest] = [255, -255];
    for (let y = Math.max(0, Math.floor(box.top / CELL)); y <= Math.min(height - 1, box.bottom / CELL); y++) {
      for (let x = Math.max(0, Math.floor(box.left / CELL)); x <= Math.min(width - 1, box.right / CELL); x++) {
        const pixel = 4 * (y * width + x);
        const redLessBlue = Math.max(bluest, Math.min(reddest, data[pixel] - data[pixel + 2]));
        [lowest, highest] = [Math.min(lowest, redLessBlue), Math.max(highest, redLessBlue)];
      }
    }
    return Math.max(0, Math.min(1, (highest - lowest - PLAIN_CONTRAST) / (COAST_CONTRAST - PLAIN_CONTRAST)));
  };
}
