import assert from "node:assert/strict";
import { test } from "node:test";
import { texts } from "../fixtures.js";

// The module asks the window for its map library and its width when it is loaded.
globalThis.window = /** @type {any} */ ({ matchMedia: () => ({ matches: false }) });
const { SIDES, landPath, sideLimits: limits, sideOf } = await import("../../src/page/map/projection-globe.js");
const { meridians } = await import("../../src/page/map/projection-control.js");
const { projectionInShort, projectionLabel: projectionWords, useTexts: use } = await import("../../src/page/i18n.js");
const { PROJECTIONS, codeOf, projectionOf } = await import("../../src/polar/projections.js");
// Tests of other modules, which run in this process too, have no window.
Reflect.deleteProperty(globalThis, "window");

test("every meridian lies on one side, and each side holds its own", () => {
  for (const [side, lon] of Object.entries(SIDES)) {
    for (const turn of [-360, 0, 360]) assert.equal(sideOf(lon + turn), side);
    const [from, to] = limits(/** @type {any} */ (side));
    assert.equal(sideOf(from + 0.5), side);
    assert.equal(sideOf(to - 0.5), side);
    assert.notEqual(sideOf(to + 0.5), side);
  }
  const widths = Object.keys(SIDES).map((side) => {
    const [from, to] = limits(/** @type {any} */ (side));
    return to - from;
  });
  assert.equal(widths.reduce((a, b) => a + b), 360);
});

test("sides are brought down by projections with a code where EPSG has one", () => {
  const lies = meridians(PROJECTIONS["EPSG:3995"]);
  const codes = Object.values(lies).map(({ shapes, areas }) => [codeOf("shapes", shapes), codeOf("areas", areas)]);
  assert.deepEqual(codes, [
    ["EPSG:3413", "EPSG:3574"],
    ["EPSG:3995", "EPSG:3575"],
    ["EPSG:3995@90", "EPSG:3576"],
    ["EPSG:3995@180", "EPSG:3571"],
    ["EPSG:3995@-100", "EPSG:3573"],
  ]);
});

test("the meridian with which a page opened can be had again", () => {
  for (const code of Object.keys(PROJECTIONS).filter((one) => PROJECTIONS[one].hemisphere > 0)) {
    const { kind, centralMeridian } = PROJECTIONS[code];
    const lies = meridians(PROJECTIONS[code]);
    assert.equal(codeOf(kind, lies[sideOf(centralMeridian)][kind]), code);
  }
  assert.equal(codeOf("areas", meridians(PROJECTIONS["EPSG:5936"]).bering.areas), "EPSG:3572");
});

test("a projection is told with its code, its meridian and what it keeps", () => {
  use(texts(), "en");
  const said = (/** @type {string} */ code) => projectionWords(projectionOf(code));
  assert.match(said("EPSG:3995"), /^Polar stereographic, EPSG:3995, 0° down: preserves angles and shapes; .*71° N/);
  assert.match(said("EPSG:3413"), /EPSG:3413, 45° W down: .*70° N/);
  assert.match(said("EPSG:3571"), /^Lambert azimuthal equal-area, EPSG:3571, 180° down: preserves areas/);
  assert.match(said("EPSG:3995@90"), /^Polar stereographic, as EPSG:3995, turned to 90° E: preserves angles/);
  assert.match(said("EPSG:3571@-20"), /as EPSG:3571, turned to 20° W: preserves areas/);
  use(texts(), "nb");
  assert.match(said("EPSG:3413"), /^Polar stereografisk projeksjon, EPSG:3413, 45° V nederst: bevarer vinkler/);
});

test("land on the globe is in its place, and specks are left out", () => {
  const speck = [[0, 80], [0.01, 80], [0.01, 80.01], [0, 80]];
  const wide = Array.from({ length: 400 }, (_, i) => [i * 0.9, 60]);
  const path = landPath(/** @type {any} */ ([speck, wide].map((ring) => [Float64Array.from(ring.flat())])));
  assert.equal(path.match(/M/g)?.length, 1);
  const [, x, y] = /^M(\S+) (\S+)L/.exec(path) ?? [];
  assert.equal(Number(x), 0);
  assert.ok(Number(y) > 25, "0° points down");
});

test("in plain words a turned page says which meridian is down", () => {
  const said = (/** @type {string} */ code) => projectionInShort(projectionOf(code), 0);
  use(texts(), "en");
  assert.equal(said("EPSG:3995"), "Shapes are true; the farther south, the larger is everything.");
  assert.equal(said("EPSG:3995@90"), `${said("EPSG:3995")} Turned: 90° E is down.`);
  assert.match(said("EPSG:3571"), /^Sizes are true; .*[.] Turned: 180° is down[.]$/);
  use(texts(), "nb");
  assert.match(said("EPSG:3573"), /^Størrelser er riktige; .*[.] Dreid: 100° V er nederst[.]$/);
});
