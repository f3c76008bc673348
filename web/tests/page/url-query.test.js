import assert from "node:assert/strict";
import { test } from "node:test";
import { readFilters, writeFilters } from "../../src/page/url/query.js";
import { GROUPS } from "../../src/page/query/filter.js";
import { KEYS, registerPart, setState, readState } from "../../src/page/url/page-state.js";

const ids = /** @type {any} */ (Object.fromEntries(GROUPS.map((group) => [group, ["a,b;c:d", "Ærø %", "@"]])));

test("filters in a link come back as they were, whatever their names", () => {
  const chosen = { theme: new Set([1, 0]), actor: new Set([-1, 2]), grade: new Set([1]) };
  const text = writeFilters({ search: "", certain: false, chosen }, ids);
  assert.doesNotMatch(text, /[ #&<]/);
  assert.deepEqual(readFilters(text, ids).theme, new Set([0, 1]));
  assert.deepEqual(readFilters(text, ids).grade, chosen.grade);
});

test("what a link asks for that the page does not have is passed over", () => {
  assert.deepEqual(readFilters("theme:nosuch,%E0%A4%A;nogroup:a;constructor:a;;:", ids), {});
});

test("a state has what is not as it was at first, in the order of the table", () => {
  let period = "";
  let search = "";
  registerPart("q", { read: () => search, write: (value) => void (search = value) });
  registerPart("t", { read: () => period, write: (value) => void (period = value) });
  setState({ q: "ship", t: "2024.." });
  assert.deepEqual(Object.keys(readState()), ["t", "q"]);
  setState({ q: "other" }, ["q"]);
  assert.deepEqual(readState(), { t: "2024..", q: "other" });
  setState({});
  assert.deepEqual(readState(), {});
  assert.equal(new Set(KEYS).size, KEYS.length);
});
