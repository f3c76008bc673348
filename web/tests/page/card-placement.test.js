import assert from "node:assert/strict";
import { test } from "node:test";
import { placeCard } from "../../src/page/card/placement.js";

const CARD = { x: 340, y: 400 };
const ROOM = { left: 240, right: 1090, height: 780 };

/** @param {{x: number, y: number}} mark */
function box(mark, room = ROOM) {
  const foot = placeCard(mark, CARD, room);
  return {
    left: foot.x - CARD.x / 2,
    right: foot.x + CARD.x / 2,
    top: foot.y - foot.height,
    bottom: foot.y,
  };
}

test("a card stands beside its symbol, and inside the map", () => {
  for (let x = 260; x < 1090; x += 37) {
    for (let y = 5; y < 780; y += 41) {
      const { left, right, top, bottom } = box({ x, y });
      assert.ok(left >= 240 && right <= 1090 && top >= 0 && bottom <= 780, `${x} ${y}`);
      // Only where there is room on neither side may it stand on its symbol.
      const room = x + 20 + 340 + 10 <= 1090 || x - 20 - 340 - 10 >= 240;
      if (room) assert.ok(x + 12 <= left || x - 12 >= right, `${x} ${y}`);
    }
  }
});

test("it stands on the right where it can", () => {
  assert.ok(box({ x: 400, y: 300 }).left > 400);
  assert.ok(box({ x: 1000, y: 300 }).right < 1000);
});

test("it leaves the row of buttons in the top left corner free", () => {
  const corner = { x: 420, y: 44 };
  for (let x = 260; x < 1090; x += 37) {
    for (let y = 5; y < 780; y += 41) {
      const { left, right, top, bottom } = box({ x, y }, { ...ROOM, corner });
      assert.ok(left >= 240 && right <= 1090 && top >= 0 && bottom <= 780, `${x} ${y}`);
      const room = x + 20 + 340 + 10 <= 1090 || x - 20 - 340 - 10 >= 240;
      if (room) assert.ok(left > corner.x || top >= corner.y, `${x} ${y}`);
    }
  }
});

test("on a small map it is as low as the map, and leaves the row of buttons free", () => {
  const corner = { x: 340, y: 44 };
  for (const [right, height] of [[660, 523], [660, 380], [380, 300], [1090, 300]]) {
    for (let x = 0; x <= right; x += 37) {
      for (let y = 0; y <= height; y += 41) {
        const { top, bottom } = box({ x, y }, { left: 0, right, height, corner });
        const isClear = top >= corner.y || placeCard({ x, y }, CARD, { left: 0, right, height, corner }).x - CARD.x / 2 > corner.x;
        assert.ok(top >= 0 && bottom <= height && isClear, `${right} ${height}: ${x} ${y}`);
      }
    }
  }
});
