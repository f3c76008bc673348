// The round sheet: while a map whose definition asks for it is at its home view, it is a circle about the Pole in a bezel
// of degrees, on paper, with a tick for each place beyond; any other view is the whole map.
import { button, element, svg } from "../dom.js";
import { onLanguage, section, translate, translateElement } from "../i18n.js";
import { isHome, setExactView, setHome, showHome } from "../map/home.js";
import { square } from "../map/boxes.js";
import { panTo } from "../map/view-fit.js";
import { addFixedPlaces } from "../marks/fixed-places.js";
import { keySymbol } from "../marks/record-mark.js";
import { scaleFactors } from "../screen-size.js";
import { pauseTracking } from "../url/page-state.js";
import { azimuth, bezel, BEZEL, placeAt } from "./bezel.js";
import { distanceTo, groupsOf, isBeyond, nameOf, placeLabels } from "./places-beyond.js";

const L = window.L;
/** Screens with room for it: the map would be small in others. */
const roomy = globalThis.window?.matchMedia("screen and (min-width: 1100px) and (min-height: 600px)");
/** Width of the column of the title, and from the bezel to the edge of the map, pixels. */
const [COLUMN, EDGE] = [340, 26];
/** A page this wide has its tools beside the circle; their height in a narrower one, pixels. */
const [NARROW, TOOLS] = [1260, 56];
/** Size of a symbol beyond the sheet as a factor, from one to the next, and their greatest width together, pixels. */
const [SIZE, SYMBOL_PITCH, MOST_WIDTH] = [0.72, 19, 114];
/** From the end of a leader to the middle of the first symbol, and from the last one to the text, pixels. */
const [LEADER_GAP, TEXT_GAP] = [13, 12];
/** Height of the strips that stand for what lies outside the circle, pixels. */
const STRIP = 12;
/** The degrees of parallels stand this far from the meridian that points down. */
const PARALLELS_AT = 150;
/** Free space between a figure and a leader, and between a figure and the line of a text, pixels. */
const [FIGURE_ROOM, TEXT_ROOM] = [12, 18];

/** @typedef {import("./bezel.js").Circle} Circle */
/** @typedef {import("../marks/map-record.js").MapRecord} MapRecord */

/** The circle of a map's round sheet, pixels of its frame; null while it is not shown. @param {any} map @returns {(Circle & {spots?: {x: number, y: number, radius: number}[]}) | null} */
export const roundFrame = (map) => map.options.circle ?? null;

/**
 * Boxes over all that lies outside a map's round sheet, in strips, and over its degrees; none while it is not shown.
 * @param {L.Map} map @returns {import("../map/boxes.js").Box[]}
 */
export function boxesBesideSheet(map) {
  const circle = roundFrame(map);
  if (!circle) return [];
  const { x: width, y: height } = map.getSize();
  const shift = map.layerPointToContainerPoint([0, 0]);
  const degrees = (circle.spots ?? []).map(({ x, y, radius }) => square({ x: x + shift.x, y: y + shift.y }, radius));
  const strips = Array.from({ length: Math.ceil(height / STRIP) }, (_, i) => {
    const [top, bottom] = [i * STRIP, (i + 1) * STRIP];
    const down = Math.max(Math.abs(top - circle.y), Math.abs(bottom - circle.y));
    const half = down < circle.r ? Math.sqrt(circle.r ** 2 - down ** 2) : 0;
    return [{ left: 0, top, right: circle.x - half, bottom }, { left: circle.x + half, top, right: width, bottom }];
  });
  return [...strips.flat(), ...degrees];
}

/** Whether the page tells a scene, or is presented. */
const isTold = () => document.body.classList.contains("in-story");

/** Whether the layout is that of a sheet: not in a scene, nor while presenting. */
const hasRoom = () => Boolean(roomy?.matches) && !isTold();

/** @param {boolean} atlas whether there is room for a sheet @param {boolean} sheet whether it is shown */
function setLayout(atlas, sheet) {
  document.body.classList.toggle("atlas", atlas);
  document.body.classList.toggle("round-sheet", sheet);
}

/** Lays out the page as it opens, before the map is made. @param {import("../payload.js").PageData} data */
export function prepareSheet(data) {
  if (data.roundSouth === undefined) return;
  const list = document.getElementById("records");
  const opener = translateElement(button("list-opener", "", () => showList(!document.body.classList.contains("list-open"))), { text: ["sheet.list", { n: data.records.all.length }] });
  opener.setAttribute("aria-expanded", "false");
  const lead = list?.querySelector(".lead");
  if (lead) lead.after(opener);
  else list?.prepend(opener);
  addToLegend(data);
  setLayout(hasRoom(), hasRoom());
}

/** Headings of the legend, and how many records each theme has. @param {import("../payload.js").PageData} data */
function addToLegend(data) {
  const [themes, who] = document.querySelectorAll(".key-box > dl");
  const heading = (/** @type {string} */ key, /** @type {Node[]} */ more = []) => {
    const words = translateElement(element("span"), { text: [`sheet.${key}`] });
    return element("p", { class: "sheet-heading", "aria-hidden": "true" }, [words, ...more]);
  };
  const count = (/** @type {string} */ tag, /** @type {number} */ n) => element(tag, { class: "sheet-total" }, [`${n}`]);
  themes?.before(heading("themes", [count("span", data.records.all.length)]));
  if (data.sides) who?.before(heading("who"));
  for (const row of /** @type {NodeListOf<HTMLElement>} */ (themes?.querySelectorAll("div[data-theme]") ?? [])) {
    row.append(count("dd", data.records.all.filter(({ theme }) => theme === row.dataset.theme).length));
  }
}

/** Opens the list on a sheet, where it is folded. */
export const openList = () => document.body.classList.contains("round-sheet") && showList(true);

/** Opens or closes the list of records on a sheet. @param {boolean} open */
export function showList(open) {
  document.body.classList.toggle("list-open", open);
  document.querySelector(".list-opener")?.setAttribute("aria-expanded", `${open}`);
}

/** Where the degrees of each tenth parallel stand. @param {any} map @param {Circle} circle @param {number} south */
function parallels(map, circle, south) {
  const { crs } = map.options;
  const [scale, { polar }] = [crs.scale(map.getZoom()), crs];
  const direction = azimuth(polar.centralMeridian + PARALLELS_AT, polar.centralMeridian);
  const lats = [80, 70, 60, 50].filter((lat) => lat > south + 2);
  return lats.map((lat) => ({ lat, ...placeAt(circle, direction, polar.radius(lat) * scale) }));
}

/**
 * The view that shows the sheet as large as the map's frame allows.
 * @param {any} map @param {number} south
 */
function fitSheet(map, south) {
  const { crs } = map.options;
  const { x: width, y: height } = map.getSize();
  const [scale] = scaleFactors("--scale");
  const [column, margin] = [COLUMN * scale, BEZEL + EDGE * scale];
  // On a narrow page the tools would lie over the top of the circle.
  const top = width < NARROW ? TOOLS : 0;
  const r = Math.floor(Math.min(height - top, width - column) / 2) - margin;
  const circle = { x: Math.max(width / 2, column + margin + r), y: (height + top) / 2, r };
  const zoom = crs.zoom(r / crs.polar.radius(south));
  const pole = map.project([90 * crs.polar.hemisphere, 0], zoom);
  if (zoom < map.getMinZoom()) map.setMinZoom(zoom);
  setExactView(map, map.unproject(pole.add([width / 2 - circle.x, height / 2 - circle.y]), zoom), zoom);
  map.options.circle = circle;
  setHome(map);
}

/** A label beyond the sheet: its tick, leader and text. @param {import("./places-beyond.js").Label} label @param {number} width of its symbols, pixels */
function labelElements({ ends, leader, side, x, y, lon, records }, width) {
  const [scale] = scaleFactors("--scale");
  const line = (/** @type {string} */ kind, /** @type {import("../map/boxes.js").Spot[]} */ points) => svg("path", { class: kind, d: `M${points.map((point) => `${point.x.toFixed(1)} ${point.y.toFixed(1)}`).join("L")}` });
  const parts = [
    svg("tspan", { class: "sheet-place" }, [nameOf(records.map(placeName))]),
    svg("tspan", { class: "sheet-degree", dx: 4 }, [meridianText(lon)]),
    ...(records.length > 1 ? [svg("tspan", { class: "sheet-count", dx: 4 }, [`${records.length}`])] : []),
  ];
  const text = svg("text", { x: x + side * (width + (LEADER_GAP + TEXT_GAP) * scale), y: y + 4 * scale, "text-anchor": side < 0 ? "end" : "start" }, parts);
  return [line("sheet-tick", ends), line("sheet-leader", leader), text];
}

/** The place of a record in few words. @param {import("../payload.js").PageRecord} record */
const placeName = ({ line }) => (line?.querySelector(".pick-place")?.textContent ?? "").split(" · ")[0];

/** @param {number} lon degrees */
function meridianText(lon) {
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

/** The heights that the page leaves free for labels at the left and right of the sheet. @param {L.Map} map @param {Circle} circle */
function freeRanges(map, circle) {
  const frame = map.getContainer().getBoundingClientRect();
  const foot = frame.height - 14;
  /** @param {string} selector @returns {DOMRect | undefined} */
  const boxOf = (selector) => [...document.querySelectorAll(selector)].map((found) => found.getBoundingClientRect()).filter(({ width }) => width).pop();
  const column = boxOf(".list-opener")?.bottom ?? frame.top;
  const notes = boxOf(".sheet-notes")?.top ?? frame.bottom;
  const legend = boxOf(".key-box > dl")?.bottom ?? frame.top;
  return /** @type {Record<"left" | "right", [number, number]>} */ ({
    left: circle.x - circle.r > 2 * COLUMN - 60 ? [60, foot] : [column - frame.top + 18, Math.min(foot, notes - frame.top - 16)],
    right: [legend - frame.top + 20, foot],
  });
}

/**
 * The records beyond the sheet that are shown, with their labels and the places of their symbols.
 * @param {L.Map} map @param {number} south
 */
function placesBeyond(map, south) {
  /** @type {import("./places-beyond.js").Label[]} */
  let labels = [];
  /** @param {MapRecord[]} records @returns {Map<MapRecord, import("../marks/fixed-places.js").FixedPlace>} */
  function fix(records) {
    const circle = roundFrame(map);
    labels = [];
    const places = new Map();
    if (!circle) return places;
    const [scale] = scaleFactors("--scale");
    const { polar } = /** @type {any} */ (map.options).crs;
    const beyond = records.filter(({ event, stack }) => !stack && isBeyond(event, south)).sort((a, b) => a.event.n - b.event.n);
    const byRecord = new Map(beyond.map((record) => [record.event, record]));
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

/** @param {any} map @param {number} south @param {Element} drawing @param {import("./places-beyond.js").Label[]} labels */
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
    labels.every(({ ends, leader, side, x: endX, y: endY }) => {
      const points = [ends[0], ...leader, { x: endX + side * 120, y: endY }];
      return points.slice(1).every((point, i) => distanceTo(spot, points[i], point) > (point === points.at(-1) ? TEXT_ROOM : FIGURE_ROOM));
    });
  drawing.replaceChildren(
    svg("path", { class: "sheet-ground", "fill-rule": "evenodd", d: `M0 0H${width}V${height}H0Z${hole}` }),
    ...degrees.map(({ lat, ...place }) => svg("text", { class: "sheet-parallel", ...place }, [`${lat}°`])),
    bezel(circle, map.options.crs.polar.centralMeridian, meridianText, isFree),
    svg("g", { class: "sheet-beyond" }, labels.flatMap((label) => labelElements(label, symbolSteps(label.records.length).at(-1) ?? 0))),
  );
}

/**
 * @typedef {object} SheetParts
 * @property {import("../payload.js").PageData} data
 * @property {import("../marks/map-record.js").MapRecords} mapRecords
 * @property {import("../query/query.js").PageQuery} query
 * @property {{onState: (listener: (n: number, state: "chosen" | "hovered", on: boolean) => void) => undefined | void, choose: (n: number) => void}} selection
 * @property {() => void} fitWhole shows all that the map opens with in the room of another layout
 * @property {(compact: boolean) => void} [compact] makes the timeline low
 */

/**
 * On a small screen, in place of the ticks, a line that opens a list of the records beyond the parallel.
 * @param {number} south @param {SheetParts} parts
 */
function addList(south, { mapRecords, query, selection }) {
  const [summary, list] = [element("summary"), element("ul")];
  document.querySelector(".plate")?.after(element("details", { class: "beyond-list" }, [summary, list]));
  const update = () => {
    const beyond = [...mapRecords.values()].filter(({ event, out }) => !out && isBeyond(event, south)).map(({ event }) => event);
    const groups = groupsOf(beyond).sort((a, b) => a.lon - b.lon);
    summary.textContent = translate("sheet.beyond", { n: beyond.length, places: translate("sheet.places", { n: groups.length }) });
    list.replaceChildren(...groups.map(({ lon, records }) => {
      const symbols = records.map((record) => {
        const chooser = button("", "", () => selection.choose(record.n));
        chooser.append(keySymbol(record));
        chooser.setAttribute("aria-label", `${record.n}: ${record.title}`);
        return chooser;
      });
      return element("li", {}, [element("b", {}, [nameOf(records.map(placeName))]), meridianText(lon), ...symbols]);
    }));
  };
  query.onChange(update);
  onLanguage(update);
  update();
}

/** A button beside those of the zoom, that shows the home view. @param {any} map */
function addHomeButton(map) {
  const home = translateElement(button("home-button", "", () => showHome(map)), { title: ["sheet.home"], "aria-label": ["sheet.home"] });
  home.append(svg("svg", { viewBox: "-8 -8 16 16", "aria-hidden": "true" }, [svg("circle", { r: 6 }), svg("circle", { r: 1 })]));
  map.zoomControl?.getContainer().append(home);
}

/**
 * Shows the sheet at the home view, and takes it away at any other.
 * @param {any} map @param {SheetParts} parts
 * @returns {{fit: () => boolean}} `fit` sets the first view, and returns whether that is a sheet
 */
export function createSheet(map, parts) {
  const { data, mapRecords, query, selection, fitWhole, compact = () => {} } = parts;
  const south = data.roundSouth;
  if (south === undefined) return { fit: () => false };
  addList(south, parts);
  addHomeButton(map);
  const { drawing, mask } = drawingOn(map);
  const beyond = placesBeyond(map, south);
  addFixedPlaces(map, beyond.fix);
  let [busy, left, printing, printedSheet] = [false, false, false, false];

  const redraw = () => draw(map, south, drawing, beyond.labels());

  /** Fits the sheet to the map's frame, which no reader did. */
  function fit() {
    busy = true;
    pauseTracking(true);
    map.invalidateSize({ animate: false });
    fitSheet(map, /** @type {number} */ (south));
    pauseTracking(false);
    busy = false;
    drawing.classList.remove("leaving");
    map.fire("sheetchange");
    redraw();
  }

  /** Takes the sheet away in a scene and while presenting, which have layouts and views of their own. */
  function drop() {
    setLayout(false, false);
    showList(false);
    map.options.circle = null;
    map.fire("sheetchange");
    redraw();
  }

  /** Gives the map the room that the layout of the page leaves, with each place where it is on the screen. */
  function giveRoom() {
    const before = map.getContainer().getBoundingClientRect();
    setLayout(hasRoom() && !printing, false);
    showList(false);
    compact(false);
    const after = map.getContainer().getBoundingClientRect();
    map.options.circle = null;
    busy = true;
    map._rawPanBy(L.point(after.left - before.left, after.top - before.top));
    map.invalidateSize({ animate: false, pan: false });
    busy = false;
    map.fire("sheetchange");
    redraw();
  }

  /** On paper stands the whole map. @param {boolean} prints */
  function print(prints) {
    const wasShown = roundFrame(map) !== null;
    printing = prints;
    if (prints && wasShown) {
      giveRoom();
      fitWhole();
      printedSheet = true;
    } else if (!prints && printedSheet) {
      printedSheet = false;
      setTimeout(() => showHome(map));
    }
  }

  /** Shows or hides the sheet, by the view and the room. */
  function settle() {
    if (busy) return;
    const isShown = roundFrame(map) !== null;
    if (!isHome(map)) left = false;
    const shows = hasRoom() && !printing && !left && isHome(map);
    if (shows && !isShown) {
      setLayout(true, true);
      compact(true);
      fit();
    } else if (isShown && isTold()) drop();
    else if (isShown && !shows) giveRoom();
    else {
      drawing.classList.remove("leaving");
      document.body.classList.toggle("atlas", hasRoom() && !printing);
    }
  }

  /** Shows the whole map where it is. */
  function leave() {
    left = true;
    settle();
  }

  selection.onState((n, state, on) => {
    const record = mapRecords.get(n);
    if (!on || state !== "chosen" || !record || !roundFrame(map) || !isBeyond(record.event, south)) return;
    // When its card is open.
    queueMicrotask(() => {
      leave();
      panTo(map, record.mark, [], map.getContainer().querySelector(".docked")?.clientWidth ?? 0);
    });
  });
  query.onChange(() => query.conditions().area && roundFrame(map) && leave());
  for (const [when, prints] of /** @type {const} */ ([["beforeprint", true], ["afterprint", false]])) {
    window.addEventListener(when, () => print(prints));
  }

  map.on("movestart zoomstart", () => !busy && drawing.classList.add("leaving"));
  map.on("moveend zoomend", settle);
  map.on("resize", () => !busy && roundFrame(map) && fit());
  map.on("projectionchange", () => roundFrame(map) && fit());
  map.on("marksmoved", redraw);
  map.on("nameslaid sheetchange", () => maskGraticule(map, mask));
  map.on("homewanted", () => (left = false));
  onLanguage(() => map.fire("sheetchange"));
  roomy.addEventListener("change", settle);
  new MutationObserver(settle).observe(document.body, { attributeFilter: ["class"] });
  return {
    fit() {
      if (!document.body.classList.contains("round-sheet")) return false;
      compact(true);
      fit();
      return true;
    },
  };
}
