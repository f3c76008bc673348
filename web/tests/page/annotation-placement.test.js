import assert from "node:assert/strict";
import { test } from "node:test";
import { placeAnnotations } from "../../src/page/annotations/placement.js";
import { linesOf, shortened } from "../../src/page/annotations/text-lines.js";

const FRAME = { left: 8, top: 8, right: 892, bottom: 592 };
const open = { frame: FRAME, blocked: [], outlines: new Map(), lines: [], contrastOf: () => 0 };

/** @param {number} n @param {number} x @param {number} y @param {{x: number, y: number}} [size] */
const wanted = (n, x, y, size = { x: 110, y: 30 }) => ({ n, symbol: { x, y, radius: 11 }, size });

/** @param {ReturnType<typeof wanted>[]} requests @param {object} [more] */
const placed = (requests, more = {}, maxCount = Infinity) => {
  const surroundings = { ...open, symbols: requests.map(({ symbol }) => symbol), ...more };
  return placeAnnotations(requests.map((request) => ({ surroundings, ...request })), { maxCount });
};

/** A small generator, so that the same places come each time. @param {number} seed */
function numbers(seed) {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

/** @typedef {{left: number, top: number, right: number, bottom: number}} Box */

/** How far two boxes reach into each other, measured apart from the code that is tested. @param {Box} a @param {Box} b */
const shared = (a, b) =>
  Math.max(0, Math.min(a.right, b.right) - Math.max(a.left, b.left)) * Math.max(0, Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top));

/** Points along a line, one a pixel. @param {{x: number, y: number}[]} line */
const along = (line) =>
  line.slice(1).flatMap((to, i) => {
    const steps = Math.ceil(Math.hypot(to.x - line[i].x, to.y - line[i].y));
    return Array.from({ length: steps + 1 }, (_, k) => ({ x: line[i].x + ((to.x - line[i].x) * k) / steps, y: line[i].y + ((to.y - line[i].y) * k) / steps }));
  });

/** @param {{x: number, y: number}} spot @param {Box} box */
const inside = ({ x, y }, box) => x > box.left && x < box.right && y > box.top && y < box.bottom;

test("no annotation covers another, a symbol, a control or the outline of another record, none leaves the frame, and no leader runs over a symbol", () => {
  for (let seed = 1; seed <= 40; seed++) {
    const random = numbers(seed);
    const many = 3 + Math.floor(random() * 60);
    const spread = seed % 2 ? 900 : 200;
    const requests = Array.from({ length: many }, (_, n) =>
      wanted(n, 450 + (random() - 0.5) * spread, 300 + (random() - 0.5) * (spread / 1.5), { x: 40 + random() * 160, y: 15 + random() * 40 }),
    );
    const blocked = [{ left: 0, top: 0, right: 300, bottom: 50 }, { left: 700, top: 200, right: 900, bottom: 600 }];
    const outlines = new Map(
      requests.slice(0, 3).map(({ n, symbol: { x, y } }) => {
        const ring = Array.from({ length: 24 }, (_, i) => ({ x: x + 60 * Math.cos((i * Math.PI) / 12), y: y + 60 * Math.sin((i * Math.PI) / 12) }));
        return [n, [ring]];
      }),
    );
    const all = placed(requests, { blocked, outlines });
    for (const [i, { box, leader, n }] of all.entries()) {
      const said = `seed ${seed}, record ${n}`;
      assert.ok(box.left >= FRAME.left && box.top >= FRAME.top && box.right <= FRAME.right && box.bottom <= FRAME.bottom, said);
      for (const control of blocked) assert.equal(shared(box, control), 0, said);
      for (const { n: other, symbol: { x, y, radius } } of requests) {
        const near = Math.hypot(x - Math.min(Math.max(x, box.left), box.right), y - Math.min(Math.max(y, box.top), box.bottom));
        assert.ok(near >= (other < 3 && other !== n ? 59 : radius), `${said}: on ${other} or in its outline`);
        const over = along(leader).some((spot) => Math.hypot(spot.x - x, spot.y - y) < radius);
        assert.ok(!over || (x === requests[n].symbol.x && y === requests[n].symbol.y), `${said}: its leader runs over a symbol`);
      }
      for (const other of all.slice(0, i)) {
        assert.equal(shared(box, other.box), 0, said);
        assert.ok(!along(leader).some((spot) => inside(spot, other.box)), `${said}: its leader runs through ${other.n}`);
        assert.ok(!along(other.leader).some((spot) => inside(spot, box)), `${said}: on the leader of ${other.n}`);
      }
    }
    if (spread === 900) assert.ok(all.length > 0.4 * many, `seed ${seed}: ${all.length} of ${many}`);
  }
});

test("alone, a text stands close at the right of its symbol, without a leader", () => {
  const [{ box, side, leader }] = placed([wanted(7, 450, 300)]);
  assert.equal(side, 1);
  assert.deepEqual([box.left, (box.top + box.bottom) / 2], [465, 300]);
  assert.deepEqual(leader, []);
});

test("at the right edge it stands at the left", () => {
  const [{ box, side }] = placed([wanted(7, 880, 300)]);
  assert.equal(side, -1);
  assert.ok(box.right < 880);
});

test("in a crowd a text stands off it, with a leader through a lane; without a lane there is none", () => {
  const around = Array.from({ length: 90 }, (_, i) => ({ x: 450 + 14 * ((i % 10) - 4.5), y: 300 + 14 * (Math.floor(i / 10) - 4), radius: 5 }));
  const request = wanted(7, 450, 300);
  assert.deepEqual(placed([request], { symbols: [...around, request.symbol] }), []);
  const lane = around.filter(({ x, y }) => y !== 300 || x < 450);
  const [{ box, leader }] = placed([request], { symbols: [...lane, request.symbol] });
  assert.ok(box.left > 510);
  assert.ok(leader.length >= 2);
  const { x, y } = leader[leader.length - 1];
  assert.ok(Math.abs(Math.hypot(x - 450, y - 300) - 12) < 0.01);
});

test("a text without room is left out, and one under a control", () => {
  const small = { frame: { left: 0, top: 0, right: 100, bottom: 100 } };
  assert.deepEqual(placed([wanted(7, 50, 50)], small), []);
  assert.deepEqual(placed([wanted(7, 50, 50)], { blocked: [{ left: 40, top: 40, right: 60, bottom: 60 }] }), []);
});

test("no more are placed than are wanted, the first first", () => {
  const requests = [5, 3, 9].map((n, i) => wanted(n, 200 + 200 * i, 300));
  assert.deepEqual(placed(requests, {}, 2).map(({ n }) => n), [5, 3]);
});

test("open water is preferred to a coast", () => {
  const contrastOf = (/** @type {Box} */ box) => (box.right > 450 ? 1 : 0);
  assert.equal(placed([wanted(7, 450, 300)], { contrastOf })[0].side, -1);
});

test("a text does not stand where it seems to belong to another symbol", () => {
  const [{ side }] = placed([wanted(7, 450, 300)], { symbols: [{ x: 450, y: 300, radius: 11 }, { x: 475, y: 283, radius: 11 }] });
  assert.equal(side, -1);
});

test("the same requests give the same places", () => {
  const requests = Array.from({ length: 30 }, (_, n) => wanted(n, 300 + 11 * n, 200 + ((n * 37) % 150)));
  assert.deepEqual(placed(requests), placed(requests));
});

test("a name is one line, or two of about equal length, with all its words", () => {
  assert.deepEqual(linesOf("Joint bomber sortie", 26), ["Joint bomber sortie"]);
  assert.deepEqual(linesOf("First container ship of 2025, Arkhangelsk", 26), ["First container ship", "of 2025, Arkhangelsk"]);
  assert.deepEqual(linesOf("20 or 21 September – 10 October 2024", 26), ["20 or 21 September –", "10 October 2024"]);
  assert.deepEqual(linesOf("", 26), []);
  assert.deepEqual(linesOf("Joint bomber sortie", 17), ["Joint bomber", "sortie"]);
  const long = "Zhong Shan Da Xue Ji Di in the Beaufort Sea north of Utqiagvik";
  assert.equal(linesOf(long, 26).join(" "), long);
});

test("a title is shortened at a word", () => {
  assert.equal(shortened("Joint patrol"), "Joint patrol");
  const title = "Ugolny near Anadyr named as the base of the joint sortie of July";
  assert.match(shortened(title), /^Ugolny near Anadyr named as the base of the joint …$/);
  assert.equal(shortened("x".repeat(80)), `${"x".repeat(50)} …`);
});

test("a record that the text cites is named at the end of a leader where there is no room beside its symbol", () => {
  const ring = Array.from({ length: 6 }, (_, i) => wanted(2 + i, 450 + 33 * Math.cos((i * Math.PI) / 3), 300 + 33 * Math.sin((i * Math.PI) / 3), { x: 160, y: 60 }));
  const outlines = new Map([[2, [[{ x: 0, y: 0 }, { x: 900, y: 0 }, { x: 900, y: 600 }, { x: 0, y: 600 }]]]]);
  const of = (/** @type {boolean} */ cited) => placed([{ ...wanted(1, 450, 300, { x: 160, y: 60 }), cited }, ...ring], { outlines }).find(({ n }) => n === 1);
  assert.equal(of(false), undefined);
  assert.ok((of(true)?.leader.length ?? 0) > 1);
});

test("no text and no leader crosses a line, and the name of a place has no leader", () => {
  const lines = [[{ x: 440, y: 0 }, { x: 440, y: 600 }]];
  const [name] = placed([{ ...wanted(-1, 450, 300), isPlace: true }, wanted(1, 450, 300)], { lines });
  assert.ok(name.box.left > 440);
  assert.deepEqual(name.leader, []);
});
