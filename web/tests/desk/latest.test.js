// The newest answer: what waits is asked at once where it is needed.
import assert from "node:assert/strict";
import { test } from "node:test";
import { latest } from "../../src/desk/requests.js";

test("what was asked last is answered when it is waited for, however long its pause", async () => {
  /** @type {string[]} */
  const used = [];
  const ask = latest(async (/** @type {string} */ value) => value.toUpperCase(), (answer) => void used.push(answer), 1e6);
  ask("a");
  ask("b");
  await ask.settled();
  assert.deepEqual(used, ["B"]);
  ask("c");
  const settled = ask.settled();
  ask("d"); // While "c" is asked.
  await settled;
  assert.deepEqual(used, ["B", "D"]);
  await ask.settled();
  assert.equal(used.length, 2);
});
