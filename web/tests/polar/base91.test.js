import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeBase91 } from "../../src/polar/base91.js";
import { fixture } from "../fixtures.js";

const LETTERS = Array.from({ length: 94 }, (_, i) => String.fromCharCode(33 + i)).filter((letter) => !'"<\\'.includes(letter));

/** The other way, for tests. @param {Uint8Array} bytes */
export function toLetters(bytes) {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, "0")).join("");
  let text = "";
  for (let at = 0; at < bits.length; at += 13) {
    const some = bits.slice(at, at + 13);
    if (some.length <= 6) text += LETTERS[parseInt(some.padEnd(6, "0"), 2)];
    else {
      const value = parseInt(some.padEnd(13, "0"), 2);
      text += LETTERS[Math.floor(value / 91)] + LETTERS[value % 91];
    }
  }
  return text;
}

test("letters are read as Python writes them", () => {
  for (const [bytes, text] of fixture("letters")) {
    assert.deepEqual([...decodeBase91(text)], bytes);
    assert.equal(toLetters(Uint8Array.from(bytes)), text);
  }
});
