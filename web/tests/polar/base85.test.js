import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeBase85 } from "../../src/polar/base85.js";
import { fixture } from "../fixtures.js";

const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%,()*+-;.=:?@^_`{|}~";

/** The other way, for tests. @param {Uint8Array} bytes */
export function toLetters(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 4) {
    const four = [0, 1, 2, 3].map((i) => bytes[at + i] ?? 0);
    let value = four.reduce((sum, byte) => sum * 256 + byte, 0);
    let five = "";
    for (let i = 0; i < 5; i++, value = Math.floor(value / 85)) five = LETTERS[value % 85] + five;
    text += five.slice(0, Math.min(bytes.length - at, 4) + 1);
  }
  return text;
}

test("letters are read as Python writes them", () => {
  for (const [bytes, text] of fixture("letters")) {
    assert.deepEqual([...decodeBase85(text)], bytes);
    assert.equal(toLetters(Uint8Array.from(bytes)), text);
  }
});
