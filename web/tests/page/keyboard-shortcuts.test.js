import assert from "node:assert/strict";
import { test } from "node:test";
import * as all from "../../src/page/keyboard-shortcuts.js";
import { texts } from "../fixtures.js";

const shortcuts = Object.entries(all);

test("no two shortcuts have one key, but for those of which only one is there at a time", () => {
  const shared = new Set(["Escape"]);
  const owners = new Map();
  for (const [name, [keys]] of shortcuts) {
    for (const key of [keys].flat()) {
      assert.ok(shared.has(key) || !owners.has(key), `${key}: ${owners.get(key)} and ${name}`);
      owners.set(key, name);
    }
  }
  assert.ok(!owners.has("o"), "observations/ui/tooltip.js has it");
});

test("letters are in lower case, as a key that is pressed is compared", () => {
  for (const [name, [keys]] of shortcuts) for (const key of [keys].flat()) if (key.length === 1) assert.equal(key, key.toLowerCase(), name);
});

test("each has a text in each language", () => {
  for (const { page } of Object.values(texts().languages)) {
    for (const [name, [, text]] of shortcuts) {
      assert.equal(typeof text.split(".").reduce((part, key) => part?.[key], page), "string", `${name}: ${text}`);
    }
  }
});
