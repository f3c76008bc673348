import assert from "node:assert/strict";
import { test } from "node:test";
import { placesOf, viewBesideControls, viewToFit } from "../../src/page/map/view-fit.js";
import { removeOverlaps } from "../../src/page/marks/overlap-removal.js";

/** @typedef {[number, number]} Place */

/**
 * A map whose plane is its latitudes and longitudes, a pixel a degree at zoom 0.
 * @param {{x: number, y: number}} size @param {number} [zoomSnap]
 */
const mapOf = (size, zoomSnap = 0.125) =>
  /** @type {any} */ ({
    options: { zoomSnap },
    getSize: () => size,
    getMaxZoom: () => 9,
    project: (/** @type {Place} */ [lat, lon], /** @type {number} */ zoom) => ({ x: lon * 2 ** zoom, y: -lat * 2 ** zoom }),
    unproject: (/** @type {Place} */ [x, y], /** @type {number} */ zoom) => [-y / 2 ** zoom, x / 2 ** zoom],
  });

/** Symbols of places, parted at each zoom as the page parts them. @param {any} map @param {Place[]} places @param {number[]} sizes */
const wholeOf = (map, places, sizes) => (/** @type {number} */ zoom) => {
  const at = places.map((place) => map.project(place, zoom));
  const offsets = removeOverlaps(at, sizes.map((size) => 25 * size));
  return /** @type {any[]} */ (at.map((spot, i) => ({ at: spot, offset: offsets[i], size: sizes[i] })));
};

/** Where symbols stand in the frame of a view. @param {any} map @param {any} view @param {any} whole */
function boxes(map, { center, zoom }, whole) {
  const [middle, size] = [map.project(center, zoom), map.getSize()];
  return whole(zoom).map((/** @type {any} */ { at, offset, size: times }) => {
    const [x, y] = [at.x + offset.x - middle.x + size.x / 2, at.y + offset.y - middle.y + size.y / 2];
    return { left: x - 13 * times, top: y - 13 * times, right: x + 13 * times, bottom: y + 13 * times };
  });
}

/** A small generator, so that the same places come each time. @param {number} seed */
function numbers(seed) {
  let state = seed;
  return () => (state = (state * 1664525 + 1013904223) % 2 ** 32) / 2 ** 32;
}

const ROOM = { left: 40, top: 8, right: 8, bottom: 8 };

test("every symbol is whole in the frame, however they are crowded, and no more than a step could be nearer", () => {
  const random = numbers(3);
  for (const many of [1, 2, 7, 65]) {
    for (const snap of [0.125, 0]) {
      const map = mapOf({ x: 900, y: 600 }, snap);
      const places = Array.from({ length: many }, () => /** @type {Place} */ ([random() * 80, random() ** 3 * 300]));
      const whole = wholeOf(map, places, places.map((_, i) => [1, 1.35, 1.6][i % 3]));
      const wanted = { places: placesOf(map, places, 18), whole, room: ROOM };
      const view = viewToFit(map, wanted);
      for (const { left, top, right, bottom } of boxes(map, view, whole)) {
        assert.ok(left >= 40 - 1e-6 && top >= 8 - 1e-6 && right <= 892 + 1e-6 && bottom <= 592 + 1e-6, `${many}`);
      }
      if (many > 1) assert.ok(viewToFit(mapOf({ x: 1200, y: 900 }, snap), wanted).zoom > view.zoom);
    }
  }
});

test("places alone are fitted as near as the frame allows", () => {
  const map = mapOf({ x: 116, y: 66 });
  const view = viewToFit(map, { places: placesOf(map, [[0, 0], [10, 50]]), whole: () => [], room: { left: 8, top: 8, right: 8, bottom: 8 } });
  assert.deepEqual(view, { zoom: 1, center: [5, 25], symbols: [] });
});

test("no control stands on a symbol, where there is room beside it", () => {
  const random = numbers(5);
  const map = mapOf({ x: 390, y: 390 });
  const controls = [{ left: 10, top: 10, right: 380, bottom: 48 }, { left: 10, top: 340, right: 135, bottom: 380 }];
  for (let round = 0; round < 20; round++) {
    const places = Array.from({ length: 30 }, () => /** @type {Place} */ ([random() * 80, random() * 80]));
    const whole = wholeOf(map, places, places.map(() => 1));
    const view = viewBesideControls(map, { places: placesOf(map, places), whole, room: { left: 8, top: 8, right: 8, bottom: 8 } }, controls);
    for (const box of boxes(map, view, whole)) {
      for (const one of controls) {
        assert.ok(box.left >= one.right || box.right <= one.left || box.top >= one.bottom || box.bottom <= one.top);
      }
    }
  }
});

test("a view has an end, even if it cannot show it all", () => {
  const map = mapOf({ x: 20, y: 20 });
  const places = Array.from({ length: 40 }, (_, i) => /** @type {Place} */ ([i / 4, i / 4]));
  const whole = wholeOf(map, places, places.map(() => 1));
  const controls = [{ left: 0, top: 0, right: 20, bottom: 20 }];
  assert.equal(viewBesideControls(map, { places: placesOf(map, places), whole, room: ROOM }, controls).zoom, 1);
  const larger = mapOf({ x: 160, y: 160 });
  const wanted = { places: placesOf(larger, places), whole: wholeOf(larger, places, places.map(() => 1)), room: { ...ROOM, left: 8 } };
  assert.equal(viewToFit(larger, { ...wanted, whole: () => [] }).zoom, 3.875);
  assert.equal(viewToFit(larger, wanted).zoom, 2.875);
});

test("a symbol at the edge of a view is shown whole or not at all, where that is possible", () => {
  const random = numbers(9);
  let cut = 0;
  for (let round = 0; round < 40; round++) {
    const map = mapOf({ x: 700, y: 500 });
    const places = Array.from({ length: 14 }, () => /** @type {Place} */ ([random() * 80, random() * 160]));
    const symbols = wholeOf(map, places, places.map(() => 1));
    const all = (/** @type {number} */ zoom) => symbols(zoom).map((one, i) => ({ ...one, record: i, wide: i % 5 ? 0 : 30 }));
    const rim = placesOf(map, [[20, 40], [60, 110]]);
    const wanted = { places: rim, whole: (/** @type {number} */ zoom) => all(zoom).slice(0, 2), room: ROOM };
    const halves = (/** @type {any} */ view) => {
      const middle = map.project(view.center, view.zoom);
      return all(view.zoom).filter(({ at, offset, wide }) => {
        const [x, y] = [at.x + offset.x - middle.x + 350, at.y + offset.y - middle.y + 250];
        const [left, right, top, bottom] = [x - wide - 13, x + wide + 13, y - 13, y + 13];
        const meets = left < 700 && right > 0 && top < 500 && bottom > 0;
        return meets && !(left >= 0 && right <= 700 && top >= 0 && bottom <= 500);
      }).length;
    };
    const [before, after] = [viewToFit(map, wanted), viewToFit(map, { ...wanted, uncut: all })];
    cut += Number(halves(before) > 0);
    assert.ok(halves(after) === 0 || after.zoom === before.zoom, `${round}`);
    assert.ok(after.zoom <= before.zoom);
    if (!halves(before)) assert.deepEqual(after, before);
  }
  assert.ok(cut > 10);
});
