import assert from "node:assert/strict";
import { test } from "node:test";
import { readScene } from "../../src/page/url/scene.js";

test("a link names a scene of the page, as it is or as the reader left it", () => {
  assert.deepEqual(readScene("2", 3), { n: 2, isChanged: false });
  assert.deepEqual(readScene("3+", 3), { n: 3, isChanged: true });
  for (const text of ["", "0", "4", "02", "2-", "1e1", "2++", "-1", " 2", "9999999999"]) {
    assert.deepEqual(readScene(text, 3), { n: 0, isChanged: false }, text);
  }
});
