// Zooms the map to the hits of the query: on request, and by itself if they are specks, too close together to be told apart.
import { boxesOf, CONTROLS, roomInside } from "../map/controls.js";
import { moveTo, placesOf, viewBesideControls } from "../map/view-fit.js";
import { unionOf } from "../map/boxes.js";
import { markLayout } from "../marks/layout.js";
import { ZOOM_TO_HITS } from "../keyboard-shortcuts.js";
import { bind } from "../keyboard.js";
import { button, element } from "../dom.js";
import { translate, translateElement } from "../i18n.js";
import { calm, narrow } from "../screen-size.js";
import { isSettingState, isTrackingPaused, onChange } from "../url/page-state.js";

/** @typedef {import("../payload.js").Place} Place */
/** @typedef {import("../map/region-shapes.js").Regions} Regions */
/** @typedef {{center: L.LatLng, zoom: number}} View */

/** Hits are specks if they take less than this share of the map's width and height. */
const MAX_SHARE = 1 / 8;
/** What is shown around a place, degrees of latitude: a closer view would not show where it is. */
const AROUND = 5;
/** From the last change of the query until the map moves by itself, milliseconds. */
const DELAY = 700;
/** Of more hits than this, a view is fitted to the positions alone. */
const MOST_SHAPES = 500;
/** About how many vertices of an outline are fitted; metres of a degree of latitude. */
const [VERTICES, DEGREE] = [32, 111_000];

/** Places north, south, west and east of a place. @param {Place} place @param {number} degrees of latitude @returns {Place[]} */
function cross([lat, lon], degrees) {
  const lonDegrees = Math.min(90, degrees / Math.max(Math.cos((lat * Math.PI) / 180), 0.01));
  return [[Math.min(90, lat + degrees), lon], [lat - degrees, lon], [lat, lon - lonDegrees], [lat, lon + lonDegrees]];
}

/**
 * The place of a record, and vertices around its footprint.
 * @param {Pick<import("../payload.js").PageRecord, "at" | "shapes">} event @param {Regions} regions @returns {Place[]}
 */
export function reachOf({ at, shapes }, regions) {
  const outlines = shapes.flatMap((shape) => {
    if (shape.kind === "disc") return [cross(shape.at, shape.radius / DEGREE)];
    if (shape.kind === "line") return shape.lines;
    return shape.kind === "region" ? (regions.get(shape.id) ?? []) : shape.rings;
  });
  return [...(at ? [at] : []), ...outlines.flatMap((places) => places.filter((_, i) => i % Math.ceil(places.length / VERTICES) === 0))];
}

/**
 * The places of those records that are outermost on the map: a box round them is that of all.
 * @param {L.Map} map @param {import("../marks/map-record.js").MapRecords} mapRecords
 * @param {import("../payload.js").PageRecord[]} placed @returns {Place[]}
 */
function outermost(map, mapRecords, placed) {
  const positions = mapRecords.positions();
  positions.follow(map);
  const ends = [positions.xs, positions.ys].flatMap((values) => {
    let [least, most] = [placed[0], placed[0]];
    for (const record of placed) {
      if (values[record.i] < values[least.i]) least = record;
      if (values[record.i] > values[most.i]) most = record;
    }
    return [least, most];
  });
  return ends.flatMap(({ at }) => (at ? [at] : []));
}

/**
 * @param {L.Map} map @param {import("../payload.js").PageData} data
 * @param {import("../marks/map-record.js").MapRecords} mapRecords @param {Regions} regions
 */
function hitsOnMap(map, data, mapRecords, regions) {
  const reachByRecord = data.records.lazily(() => /** @type {Place[][]} */ ([]));
  return {
    /** Places of the shown records, without those that have none. @param {boolean[]} shown @returns {Place[]} */
    places(shown) {
      const placed = mapRecords.inOrder().flatMap((record, i) => (shown[i] && record ? record.event : []));
      // A view of so many is hardly wider for their circles and areas, which take long to read.
      if (placed.length > MOST_SHAPES) return outermost(map, mapRecords, placed);
      const reach = reachByRecord();
      return placed.flatMap((event) => (event.isPending ? reachOf({ at: event.at, shapes: [] }, regions) : (reach[event.i] ??= reachOf(event, regions))));
    },
    /** Whether places lie in a view, but as specks. @param {Place[]} places @param {View} view */
    areSpecks(places, { center, zoom }) {
      if (!places.length) return false;
      const { left, top, right, bottom } = unionOf(placesOf(map, places)(zoom));
      const [size, { x, y }] = [map.getSize(), map.project(center, zoom)];
      const inView = left >= x - size.x / 2 && right <= x + size.x / 2 && top >= y - size.y / 2 && bottom <= y + size.y / 2;
      return inView && right - left < MAX_SHARE * size.x && bottom - top < MAX_SHARE * size.y;
    },
    /** The closest view of places, with AROUND. @param {Place[]} places */
    view(places) {
      const points = placesOf(map, places.flatMap((place) => cross(place, AROUND)));
      const marksAt = (/** @type {number} */ zoom) => markLayout(map, mapRecords, zoom);
      return viewBesideControls(map, { places: points, whole: marksAt, room: roomInside(map, narrow.matches) }, boxesOf(map, CONTROLS));
    },
  };
}

/** Moves the map, and remembers the view before. @param {L.Map} map @param {() => void} moved called when the reader moves the map */
function ownMoves(map, moved) {
  let isOwn = false;
  /** @type {View | null} */
  let earlier = null;
  const viewNow = () => ({ center: map.getCenter(), zoom: map.getZoom() });
  const move = (/** @type {any} */ view) => {
    isOwn = true;
    moveTo(map, view, !calm.matches);
  };
  map.on("movestart", () => void (isOwn || isTrackingPaused() || moved()));
  map.on("moveend", () => (isOwn = false));
  return {
    /** The view that the reader chose. */
    before: () => earlier ?? viewNow(),
    /** @param {any} view */
    to(view) {
      earlier ??= viewNow();
      move(view);
    },
    back() {
      if (earlier) move(earlier);
      earlier = null;
    },
    hasMoved: () => earlier !== null,
    forget: () => (earlier = null),
  };
}

/** The button beside the count of hits, and its message for screen readers. @param {() => void} toggle */
function hitButton(toggle) {
  const opener = button("chip finder-zoom", "", toggle);
  opener.hidden = true;
  const status = element("p", { class: "sr-only", "aria-live": "polite" });
  document.querySelector(".finder-hits")?.append(opener, status);
  bind(ZOOM_TO_HITS, () => void (opener.hidden || toggle()));
  return {
    /** @param {boolean} on @param {boolean} zoomed */
    show(on, zoomed) {
      opener.hidden = !on;
      translateElement(opener, { text: [zoomed ? "finder.zoomBack" : "finder.zoomTo"] });
    },
    announce: (/** @type {string} */ text) => void (status.textContent = text),
  };
}

/** Whether a scene is shown or the page is presented. */
const inStory = () => document.body.matches(".in-scene, .presenting");

/**
 * @param {L.Map} map @param {import("../payload.js").PageData} data @param {import("./query.js").PageQuery} query
 * @param {import("../marks/map-record.js").MapRecords} mapRecords @param {Regions} regions
 * @param {() => boolean} busy whether the period is just being played or dragged
 */
export function addHitZoom(map, data, query, mapRecords, regions, busy) {
  const hits = hitsOnMap(map, data, mapRecords, regions);
  const moves = ownMoves(map, () => (movedByReader = true));
  const control = hitButton(() => ((movedByReader = true), move(!zoomed)));
  let movedByReader = false; // whether the reader has moved the map since the last change of the query
  let zoomed = false; // whether the map is zoomed to the hits
  let timer = 0;
  const placed = () => hits.places(query.result().shown);

  function update() {
    const anyPlaced = mapRecords.inOrder().some((record, i) => record && query.result().shown[i]);
    control.show(query.active().length > 0 && anyPlaced && !inStory(), zoomed);
  }

  /** @param {boolean} closer false: back to the view before */
  function move(closer) {
    zoomed = closer;
    // To the area of the query, if it has one: hits may also name places elsewhere.
    if (closer) moves.to(hits.view(query.conditions().area?.places ?? placed()));
    else moves.back();
    control.announce(translate(closer ? "finder.zoomed" : "finder.zoomedBack", { n: query.result().count }));
    update();
  }

  /** Zooms to hits that are specks, unless the reader, a scene or the timeline moves the map. */
  function zoomToSpecks() {
    if (busy()) return wait();
    if (movedByReader || inStory() || isTrackingPaused()) return;
    const specks = hits.areSpecks(placed(), moves.before());
    if (specks || moves.hasMoved()) move(specks);
  }

  const wait = () => void (timer = window.setTimeout(zoomToSpecks, DELAY));
  onChange(update); // also when a scene begins or ends
  query.onChange(() => {
    clearTimeout(timer);
    zoomed = false;
    control.announce("");
    if (query.active().length) {
      movedByReader ||= isSettingState();
      wait();
    } else {
      // If the map moved by itself, it also goes back by itself.
      if (!movedByReader && !isSettingState()) moves.back();
      moves.forget();
      movedByReader = false;
    }
    update();
  });
}
