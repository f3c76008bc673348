import assert from "node:assert/strict";
import { test } from "node:test";
import { boxesOfInset, placeInset, tangents } from "../../src/page/sheet/inset-placement.js";

const SIZE = { x: 1400, y: 740 };
const SHEET = { x: 700, y: 370, r: 360 };
const SOURCE = { x: 730, y: 580, r: 22 };
const NOTHING = { sheet: null, spots: [], taken: [] };

test("a tangent touches both circles and cuts neither", () => {
  for (const target of [{ x: 1280, y: 600, r: 110 }, { x: 120, y: 130, r: 110 }, { x: 730, y: 200, r: 22 }]) {
    for (const ends of tangents(SOURCE, target)) {
      const [[x1, y1], [x2, y2]] = ends;
      for (const [i, { x, y, r }] of [SOURCE, target].entries()) {
        assert.ok(Math.abs(Math.hypot(ends[i][0] - x, ends[i][1] - y) - r) < 1e-9);
        const away = Math.abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / Math.hypot(x2 - x1, y2 - y1);
        assert.ok(Math.abs(away - r) < 1e-9);
      }
    }
  }
});

test("an inset is factor times as large, and stands beside a round sheet", () => {
  const target = placeInset(SOURCE, 5, SIZE, { ...NOTHING, sheet: SHEET });
  assert.ok(target);
  assert.equal(target.r, 110);
  assert.ok(Math.hypot(target.x - SHEET.x, target.y - SHEET.y) > SHEET.r + target.r);
  assert.ok(target.x > SHEET.x && target.y > SHEET.y, "at the lower right");
});

test("an inset covers no symbol and nothing beside the map; without room there is none", () => {
  const corner = { left: 1200, top: 500, right: 1400, bottom: 740 };
  const other = placeInset(SOURCE, 5, SIZE, { ...NOTHING, taken: [corner] });
  assert.ok(other && boxesOfInset(other).every(({ right }) => right < 1200));
  const bySymbol = placeInset(SOURCE, 5, SIZE, { ...NOTHING, spots: [{ x: 1300, y: 640 }] });
  assert.deepEqual(bySymbol, other);
  const whole = { left: 0, top: 0, right: 1400, bottom: 740 };
  assert.equal(placeInset(SOURCE, 5, SIZE, { ...NOTHING, taken: [whole] }), undefined);
});
