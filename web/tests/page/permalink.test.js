import assert from "node:assert/strict";
import { test } from "node:test";
import { slug } from "../../src/page/query/text-folding.js";
import { uniqueNames, readLayers, writeLayers } from "../../src/page/url/layers.js";
import { readHash, writeHash } from "../../src/page/url/permalink.js";
import { KEYS } from "../../src/page/url/page-state.js";

const ODD = "Ærø %#&=?+ \"'<b>`\\ \u202e\u0000\ud83d\ude00 a=b&c=d .)";

test("a link says what a page said, whatever the words", () => {
  const said = Object.fromEntries(KEYS.map((key, i) => [key, `${i}:${ODD}`]));
  assert.deepEqual(readHash(`#${writeHash(said)}`), said);
});

test("a link can be read, and no program takes a part of it for its end", () => {
  const said = { p: "EPSG:3995@90", v: "65.5,-175,3.2", t: "2024-04-01..2024-10-31", f: "theme:air,naval;status:occurred" };
  assert.equal(
    writeHash(said),
    "p=EPSG:3995@90&v=65.5,-175,3.2&t=2024-04-01..2024-10-31&f=theme:air,naval;status:occurred",
  );
  assert.match(writeHash({ q: ODD }), /^q=[\w%:;,/@.~-]*$/);
  assert.match(writeHash({ q: "(a)" }), /%29$/);
  assert.equal(writeHash({}), "");
});

test("half a character is no reason to say nothing", () => {
  assert.deepEqual(readHash(writeHash({ q: "a\ud800b\udc00" })), { q: "a\ufffdb\ufffd" });
});

test("the hash of another page says nothing, and an empty one the page as it opened", () => {
  for (const foreign of ["#records", "record-7", "#!/a/b", "#z=1&b", "=", "&", "#q=", "#q=%E0%A4%A", "#Q=a", "#__proto__=1&constructor=a"]) {
    assert.equal(readHash(foreign), null, foreign);
  }
  assert.deepEqual(readHash("#"), {});
  assert.deepEqual(readHash(""), {});
  assert.deepEqual(readHash("#x=1&q=a&toString=2&q=b"), { q: "a" });
  assert.equal(readHash(`q=${"a".repeat(30_000)}`), null);
});

test("no text at all makes reading fail, nor gives more than a link can say", () => {
  const signs = ["%", "=", "&", "#", ";", ":", ",", "q", "f", "v", "lang", "%F", "%C3%A5", "\ud800", "\0", "é", "__proto__", "1", " "];
  let seed = 7;
  const next = (/** @type {number} */ n) => (seed = (seed * 48271) % 2147483647) % n;
  for (let round = 0; round < 3000; round++) {
    const hash = Array.from({ length: next(30) }, () => signs[next(signs.length)]).join("");
    const said = readHash(hash);
    if (!said) continue;
    for (const [key, value] of Object.entries(said)) {
      assert.ok(KEYS.includes(/** @type {any} */ (key)) && typeof value === "string" && value);
    }
    assert.deepEqual(readHash(writeHash(said)), readHash(writeHash(readHash(writeHash(said)) ?? {})));
  }
});

test("layers in a link are those that are not as at first, by names that can be read", () => {
  const opened = new Map([["naval", true], ["region:a", false], ["places", true]]);
  const now = new Map([["naval", false], ["region:a", true], ["places", true]]);
  assert.equal(writeLayers(now, opened), "-naval,region:a");
  assert.deepEqual(readLayers("-naval,region:a", opened), now);
  assert.deepEqual(readLayers("", opened), opened);
  assert.deepEqual(readLayers("nosuch,--naval,,constructor,-", opened), opened);
  assert.equal(slug(" Ørland – «base» 2 "), "orland-base-2");
  assert.deepEqual(uniqueNames(["a", "b", "a", "a"]), ["a", "b", "a~2", "a~3"]);
});
