import assert from "node:assert/strict";
import { test } from "node:test";
import { readFacets } from "../../src/page/query/facets.js";
import { activeConditions, GROUPS, suggestRemovals, NONE, EMPTY_QUERY, containsWord, filterRecords, without } from "../../src/page/query/filter.js";
import { readRecords, Records } from "../../src/page/records.js";
import { foldText } from "../../src/page/query/text-folding.js";

const HOSTILE = `<img src=x onerror="alert(1)">`;

/** @type {import("../../src/page/payload.js").Facets} */
const FACETS = {
  themes: [["naval", "Naval"], ["air", "Air"]],
  types: [[0, "Patrol", "a/p"], [1, "Sortie", "b/s"], [0, HOSTILE, "a/h"]],
  actors: [["FSB", "RU"], ["Kystvakten", "NO"], ["FSB", ""], ["__proto__", ""]],
  regions: [["barents", "Barents Sea"], ["bering", "Bering Strait"]],
  statuses: ["occurred", "ongoing"],
  verifications: ["confirmed", "reported"],
  confidences: ["low", "moderate", "high"],
  grades: ["B2", "A1"],
  assets: ["KV Svalbard"],
  tags: ["Ærlig"],
  records: {
    id: ["2024-a", "2024-b", "2024-c", "2024-d", "2024-e"],
    type: [0, 1, 0, 2, 1],
    status: [0, 1, -1, -1, 0],
    verification: [0, -1, 1, -1, -1],
    confidence: [-1, 2, -1, -1, -1],
    actors: [[0], [1], [2, 1], [], [3]],
    grades: [[0, 1], [], [0], [], []],
    certainly: [[0], [], [1], [], []],
    possibly: [[1], [0], [], [], []],
    assets: [[], [0], [], [], []],
    tags: [[], [], [0], [], []],
    onlyPossible: [0, 1, 0, 0, 0],
  },
};

/** @param {import("../../src/page/payload.js").Facets} facets */
function dataOf(facets) {
  const times = { records: facets.records.id.map(() => null), marked: {}, ongoing: [], parts: {}, moving: [], placed: false };
  const events = facets.records.id.map((_, i) => ({ n: i + 1 }));
  return { facets, records: new Records(readRecords(/** @type {any} */ ({ facets, events, times }))) };
}

function read() {
  const { items, choices } = readFacets(dataOf(FACETS), (code) => ({ RU: "Russia", NO: "Norway" })[code] ?? code);
  items.forEach((item, i) => (item.text = foldText(`#${i + 1} Vessel ${i} off Vardø ${item.words}`)));
  return { items, choices };
}
/** @param {Partial<import("../../src/page/query/filter.js").QueryValues>} asked */
const shown = (asked) =>
  filterRecords(read().items, { ...EMPTY_QUERY, ...asked }).shown.flatMap((on, i) => (on ? ["abcde"[i]] : [])).join("");
/** @param {Record<string, number[]>} chosen */
const among = (chosen) => Object.fromEntries(Object.entries(chosen).map(([group, values]) => [group, new Set(values)]));

test("nothing asked shows everything", () => assert.equal(shown({}), "abcde"));

test("every word must occur, in whatever is told of a record", () => {
  assert.equal(shown({ search: "vardo" }), "abcde");
  assert.equal(shown({ search: " VARDØ  svalbard" }), "b");
  assert.equal(shown({ search: "aerlig" }), "c");
  assert.equal(shown({ search: "ærlig kv" }), "");
  assert.equal(shown({ search: "norway" }), "bc");
  assert.equal(shown({ search: "2024-d" }), "d");
  assert.equal(shown({ search: "#4" }), "d");
  assert.equal(shown({ search: "   " }), "abcde");
  assert.ok(containsWord("an ice-breaker of the coast guard", "icebreaker") && containsWord("the coast guard", "coastguard"));
  assert.ok(!containsWord("sea through", "seat"), "a short word is no such find");
});

test("what is let through only possibly is told apart, and what has no date", () => {
  const { items } = read();
  const unsure = (/** @type {Partial<import("../../src/page/query/filter.js").QueryValues>} */ asked) =>
    filterRecords(items, { ...EMPTY_QUERY, ...asked }).unsure.join();
  assert.equal(unsure({}), ",possible,,,", "of the map's own question");
  assert.equal(unsure({ chosen: among({ region: [0] }) }), ",possible,,,", "the first and the third are certainly there");
  assert.equal(unsure({ chosen: among({ region: [1] }) }), "possible,,,,", "what is left out is not told");
  assert.equal(unsure({ chosen: among({ region: [NONE] }) }), ",,,,");
  assert.equal(unsure({ period: [0, 9], undated: true }), "undated,possible,undated,undated,undated");
});

test("figures begin a number", () => {
  assert.equal(shown({ search: "24" }), "");
  assert.equal(shown({ search: "20" }), "abcde");
  assert.equal(containsWord("#7 of 1957", "57"), false);
  assert.equal(containsWord("1957 #57", "57"), true);
  assert.equal(containsWord("7", "7"), true);
});

test("any in a group will do, and every group must", () => {
  assert.equal(shown({ chosen: among({ theme: [0] }) }), "acd");
  assert.equal(shown({ chosen: among({ theme: [0, 1] }) }), "abcde");
  assert.equal(shown({ chosen: among({ theme: [0], grade: [0] }) }), "ac");
  assert.equal(shown({ chosen: among({ theme: [] }) }), "abcde");
});

test("what states nothing can be asked for too", () => {
  assert.equal(shown({ chosen: among({ grade: [NONE] }) }), "bde");
  assert.equal(shown({ chosen: among({ status: [NONE, 1] }) }), "bcd");
  assert.equal(shown({ chosen: among({ region: [NONE] }) }), "de");
});

test("certain only holds for the map's question and for the regions chosen", () => {
  assert.equal(shown({ certain: true }), "acde");
  assert.equal(shown({ chosen: among({ region: [1] }) }), "ac");
  assert.equal(shown({ chosen: among({ region: [1] }), certain: true }), "c");
  assert.equal(shown({ chosen: among({ region: [NONE] }), certain: true }), "de");
});

test("counts follow the other filters and not their own group", () => {
  const { items, choices } = read();
  const asked = { ...EMPTY_QUERY, chosen: among({ theme: [1], status: [0] }) };
  const { counts } = filterRecords(items, asked);
  assert.equal(counts.theme.get(0), 1);
  assert.equal(counts.theme.get(1), 1);
  assert.equal(counts.status.get(1), 1);
  assert.equal(counts.grade.get(0), undefined);
  assert.ok(choices.grade.some(({ label }) => label === "B2"), "not gone");
});

test("a count is what choosing gives", () => {
  const { items, choices } = read();
  for (const base of [{}, { theme: [0] }, { grade: [NONE], region: [0] }]) {
    const { counts } = filterRecords(items, { ...EMPTY_QUERY, chosen: among(base) });
    for (const group of GROUPS) {
      for (const { value } of choices[group]) {
        const would = filterRecords(items, { ...EMPTY_QUERY, chosen: { ...among(base), [group]: new Set([value]) } }).count;
        assert.equal(counts[group].get(value) ?? 0, would, `${group} ${value}`);
      }
    }
  }
});

test("choices stand once, the most frequent first, what is not stated last", () => {
  const { choices } = read();
  assert.deepEqual(choices.actor.map(({ label }) => label), ["FSB", "Kystvakten", "__proto__", ""]);
  assert.deepEqual(choices.country.map(({ label }) => label), ["Norway", "Russia", ""]);
  assert.deepEqual(choices.grade.map(({ label }) => label), ["A1", "B2", ""]);
  assert.deepEqual(choices.status.map(({ label }) => label), ["occurred", "ongoing", ""]);
  assert.ok(choices.type.some(({ label }) => label === HOSTILE));
});

test("what to loosen: the filter that alone is the reason, that of most records first", () => {
  const { items } = read();
  const asked = { search: "vardø", certain: false, chosen: among({ theme: [1], grade: [0] }) };
  assert.deepEqual(activeConditions(asked), ["search", "theme", "grade"]);
  assert.deepEqual(suggestRemovals(items, asked), [
    { drop: ["theme"], count: 2 },
    { drop: ["grade"], count: 2 },
  ]);
  assert.equal(filterRecords(items, without(asked, ["grade"])).count, 2);
});

test("or two together, or none", () => {
  const { items } = read();
  const two = { search: "nobody", certain: false, chosen: among({ theme: [1], grade: [0] }) };
  assert.deepEqual(suggestRemovals(items, two).map(({ drop }) => drop), [["search", "theme"], ["search", "grade"]]);
  const three = { ...two, chosen: among({ theme: [1], grade: [0], region: [NONE], confidence: [0] }) };
  assert.deepEqual(suggestRemovals(items, three), []);
});

test("hostile words are words", () => {
  for (const word of [HOSTILE, "__proto__", "constructor", "(.*", "\\", "$&", "a".repeat(9999), "\u202e"]) {
    const { items } = read();
    items[0].text += ` ${foldText(word)}`;
    const found = filterRecords(items, { ...EMPTY_QUERY, search: word });
    assert.equal(found.shown[0], true, word);
  }
});

test("what is new or changed can be asked for where the map tells it, and nowhere else", () => {
  assert.deepEqual(read().choices.since, [{ value: NONE, label: "", count: 5 }], "one choice, which is none");
  assert.deepEqual(readFacets(dataOf(FACETS)).ids.since, [], "a link that asks for it is passed over");
  const since = ["new", "changed", "as before"];
  const unknown = readFacets(dataOf({ ...FACETS, since })).items;
  assert.deepEqual(unknown.map((item) => item.in.since), Array(5).fill([NONE]), "before its reader chooses a day");
  const records = { ...FACETS.records, since: [0, 2, 1, 2, 2] };
  const { items, choices, ids } = readFacets(dataOf({ ...FACETS, since, records }));
  assert.deepEqual(choices.since.map(({ label, count }) => [label, count]), [["new", 1], ["changed", 1], ["as before", 3]]);
  assert.deepEqual(ids.since, ["new", "changed", "before"]);
  const asked = { ...EMPTY_QUERY, chosen: among({ since: [0, 1] }) };
  assert.deepEqual(filterRecords(items, asked).shown, [true, false, true, false, false]);
});

test("an area filters by its verdicts, and says which are possible or without a place", () => {
  const { items } = read();
  const area = { verdicts: [3, 2, 1, 0, 3], describe: () => "there", summary: () => "there", vague: [], question: {} };
  const found = filterRecords(items, { ...EMPTY_QUERY, area });
  assert.deepEqual(found.shown, [true, true, false, false, true]);
  assert.deepEqual([found.unsure[1], found.unplaced, found.count], ["possible", 1, 3]);
  assert.deepEqual(filterRecords(items, { ...EMPTY_QUERY, area, certain: true }).shown.slice(0, 4), [true, false, false, false]);
  assert.deepEqual(activeConditions({ ...EMPTY_QUERY, area }), ["area"]);
  assert.equal(without({ ...EMPTY_QUERY, area }, ["area"]).area, null);
  assert.equal(without({ ...EMPTY_QUERY, area }, ["search"]).area, area);
  const theme = { ...EMPTY_QUERY, area, chosen: among({ theme: items[3].in.theme }) };
  assert.equal(filterRecords(items, theme).unplaced, items[2].in.theme[0] === items[3].in.theme[0] ? 1 : 0, "of those the other filters leave");
});
