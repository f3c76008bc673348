import assert from "node:assert/strict";
import { test } from "node:test";
import { groupOffScreen, placeTabs, viewChange } from "../../src/page/off-screen/off-screen-tabs.js";

const SIZE = { x: 1000, y: 700 };
const TAB = { x: 46, y: 24 };
const BAR = { left: 10, top: 10, right: 300, bottom: 40 };

test("what is in the frame is not told, and each beyond it is told once", () => {
  const spots = [
    { x: 500, y: 350 }, { x: 0, y: 0 }, // seen
    { x: -5, y: 300 }, { x: -900, y: 400 }, { x: 1200, y: -90 }, { x: 400, y: 701 },
  ];
  const groups = groupOffScreen(spots, SIZE, []);
  assert.deepEqual(groups.map(({ across, down, count }) => [across, down, count]), [[-1, 0, 2], [1, -1, 1], [0, 1, 1]]);
  assert.deepEqual(groups[0].box, { left: -900, top: 300, right: -5, bottom: 400 });
  assert.deepEqual(groups[0].middle, { x: -452.5, y: 350 });
});

test("a symbol under a control is told at the nearest side", () => {
  assert.deepEqual(groupOffScreen([{ x: 200, y: 30 }], SIZE, []), []);
  const [group] = groupOffScreen([{ x: 200, y: 30 }], SIZE, [BAR]);
  assert.deepEqual([group.across, group.down, group.count], [0, -1, 1]);
});

test("there are eight groups at most, however many the symbols", () => {
  const spots = Array.from({ length: 5000 }, (_, i) => ({ x: 500 + 2000 * Math.cos(i), y: 350 + 2000 * Math.sin(i) }));
  const groups = groupOffScreen(spots, SIZE, []);
  assert.equal(groups.length, 8);
  assert.equal(groups.reduce((sum, { count }) => sum + count, 0), 5000);
});

test("a tab stands at the edge on the straight line to its symbols and points along it", () => {
  const [tab] = placeTabs(groupOffScreen([{ x: 1500, y: 350 }], SIZE, []), SIZE, TAB, []);
  assert.ok(Math.abs(tab.x - 974) < 1 && Math.abs(tab.y - 350) <= 2, `${tab.x} ${tab.y}`);
  assert.ok(Math.abs(tab.angle) < 1);
  const [corner] = placeTabs(groupOffScreen([{ x: -600, y: -450 }], SIZE, []), SIZE, TAB, []);
  assert.ok(corner.x < 100 && corner.y < 100);
  assert.ok(corner.angle < -90 && corner.angle > -180);
});

test("no tab covers a control or another tab, and none leaves the frame", () => {
  const spots = Array.from({ length: 300 }, (_, i) => ({ x: 500 + 900 * Math.cos(i), y: 350 + 900 * Math.sin(i) }));
  for (const size of [SIZE, { x: 390, y: 429 }]) {
    const found = placeTabs(groupOffScreen(spots, size, []), size, TAB, [BAR]);
    assert.equal(found.length, 8);
    found.forEach(({ x, y }, i) => {
      assert.ok(x >= 23 && y >= 12 && x <= size.x - 23 && y <= size.y - 12);
      assert.ok(x - 23 >= BAR.right || y - 12 >= BAR.bottom);
      for (const other of found.slice(0, i)) {
        assert.ok(Math.abs(other.x - x) >= 46 || Math.abs(other.y - y) >= 24);
      }
    });
  }
});

test("a tab leaves symbols that are seen free where there is room beside them", () => {
  const groups = groupOffScreen([{ x: 1500, y: 350 }], SIZE, []);
  const seen = [{ x: 980, y: 340 }, { x: 500, y: 350 }];
  const [tab] = placeTabs(groups, SIZE, TAB, [], seen);
  assert.ok(Math.abs(tab.y - 340) >= 24 && Math.abs(tab.y - 350) < 40, `${tab.y}`);
});

test("the view goes no further than it must, and shrinks only for what is larger than it", () => {
  const room = { x: 60, y: 60 };
  assert.deepEqual(viewChange({ left: 1100, top: 300, right: 1200, bottom: 300 }, SIZE, room), {
    shift: { x: 260, y: 0 },
    shrink: 1,
  });
  assert.deepEqual(viewChange({ left: -40, top: -100, right: -40, bottom: -100 }, SIZE, room).shift, { x: -100, y: -160 });
  const wide = viewChange({ left: 1100, top: 0, right: 2860, bottom: 100 }, SIZE, room);
  assert.equal(wide.shrink, 0.5);
  assert.deepEqual(wide.shift, { x: 1480, y: -300 });
});

test("a tab leaves free what it would only touch, too", () => {
  const groups = groupOffScreen([{ x: 1500, y: 350 }], SIZE, []);
  const seen = [{ x: 945, y: 350 }];
  const [tab] = placeTabs(groups, SIZE, TAB, [], seen);
  assert.ok(Math.abs(tab.y - 350) >= 24, `${tab.y}`);
});
