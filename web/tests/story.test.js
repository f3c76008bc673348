import assert from "node:assert/strict";
import { test } from "node:test";
import { texts } from "./fixtures.js";
import { use } from "../src/page/words.js";

// The module asks the window for its map library and its width when it is loaded.
globalThis.window = /** @type {any} */ ({ matchMedia: () => ({ matches: false }) });
const { periodWords } = await import("../src/page/period-words.js");
const { readScene } = await import("../src/page/scene-link.js");

/** @param {string} days @param {string} language */
function said(days, language) {
  use(texts(), language);
  return periodWords(days).replace(/\s/g, " ");
}

test("a period is said as shortly as its days allow", () => {
  assert.equal(said("2024-01-01..2024-12-31", "en"), "2024");
  assert.equal(said("2022-01-01..2023-12-31", "en"), "2022–2023");
  assert.equal(said("2024-04-01..2024-10-31", "en"), "April–October 2024");
  assert.equal(said("2024-02-01..2024-02-29", "en"), "February 2024");
  assert.equal(said("2023-02-01..2023-02-28", "nb"), "februar 2023");
  assert.equal(said("2024-07-24..2024-08-31", "en"), "24 July – 31 August 2024");
  assert.equal(said("2024-07-24..2024-08-31", "nb"), "24. juli – 31. august 2024");
  assert.equal(said("2024-07-24..2024-07-24", "en"), "24 July 2024");
});

test("what is no period is not said", () => {
  for (const days of ["", "..", "2024-01-01..", "2024..2025", "2024-13-01..2024-13-02"]) assert.equal(said(days, "en"), "");
});

test("a link names a scene of the page, as it is or as the reader left it", () => {
  assert.deepEqual(readScene("2", 3), { n: 2, own: false });
  assert.deepEqual(readScene("3+", 3), { n: 3, own: true });
  for (const text of ["", "0", "4", "02", "2-", "1e1", "2++", "-1", " 2", "9999999999"]) {
    assert.deepEqual(readScene(text, 3), { n: 0, own: false }, text);
  }
});
