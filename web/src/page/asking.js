// What is asked of the page's records: one question, by whoever puts it; the page listens.
import { said } from "./cards.js";
import { wholeCollection } from "./data.js";
import { folded } from "./folding.js";
import { conditions, GROUPS, NONE, NOTHING_ASKED, readFacets, sift } from "./filtering.js";
import { decoded } from "./permalink.js";
import { periodWords, readPeriod, writePeriod } from "./periods.js";
import { changed, part } from "./state.js";
import { readTimes } from "./times.js";
import { countryName, onLanguage, say, section, told, wordOf } from "./words.js";

/** @typedef {import("./filtering.js").Group} Group */
/** @typedef {import("./filtering.js").Asked} Asked */
/** @typedef {import("./filtering.js").Condition} Condition */
/** @typedef {ReturnType<typeof asking>} Asking */

/** Who says what a record tells, and where. @param {number} i its place */
function sourcesOf(i) {
  /** @type {any[]} */
  const sources = [wholeCollection().features[i].properties.sources].flat();
  return sources.map(({ publisher, title, cite, claimant }) => [publisher, title, cite, claimant].join(" ")).join(" ");
}

/** For reading texts while a search waits for them, milliseconds. */
const SLICE = 40;
/** Groups whose words are those of a record. */
const STATED = new Set(["status", "verification", "confidence"]);
/** Groups whose words are the taxonomy's or of layers/, and told in each language. */
const TOLD = new Set(["theme", "type", "region"]);

/**
 * @param {import("./data.js").PageData} data
 * @param {(HTMLElement | null)[]} rows of the list, in the order of the data
 */
export function asking(data, rows) {
  const { items, choices, ids } = readFacets(data.facets, countryName);
  readTimes(data.times).forEach((times, i) => (items[i].times = times));
  /** @type {Asked} */
  let asked = NOTHING_ASKED;
  let found = sift(items, asked);
  /** How many texts have been read. */
  let ready = 0;
  /** @type {(() => void)[]} */
  const listeners = [];

  /** What a search looks in: of it, what the document says anyway is not in the data. */
  function readTexts(more = () => true) {
    for (; ready < rows.length && more(); ready++) {
      const parts = said(rows[ready], [".pick-title", ".summary", ".where"]);
      parts.push(...items[ready].in.country.map((at) => (at === NONE ? "" : countryName(ids.country[at]))));
      items[ready].text = folded([`#${data.events[ready].n}`, ...parts, items[ready].words, sourcesOf(ready)].join(" "));
    }
  }

  /** @param {Asked} next */
  function ask(next) {
    asked = next;
    answer();
    changed();
  }

  /** A search waits for the texts, which are read in slices: what was found stays until then. */
  function answer() {
    clearTimeout(slices);
    const until = performance.now() + SLICE;
    if (folded(asked.search)) readTexts(() => performance.now() < until);
    if (waits()) {
      slices = window.setTimeout(answer, 0);
      return;
    }
    found = sift(items, asked);
    for (const listener of listeners) listener();
  }

  const waits = () => folded(asked.search) !== "" && ready < rows.length;
  let slices = 0;
  const idle = window.requestIdleCallback ?? ((/** @type {() => void} */ call) => setTimeout(call, 300));
  let waiting = false;
  // A long list is read a little at a time, when nothing else is to be done.
  function readIdly() {
    if (waiting || ready >= rows.length) return;
    waiting = true;
    idle((/** @type {IdleDeadline | undefined} */ deadline) => {
      waiting = false;
      readTexts(deadline && (() => deadline.timeRemaining() > 2));
      readIdly();
    });
  }
  readIdly();
  onLanguage(() => {
    ready = 0;
    readIdly();
    // When the whole document has been told anew.
    if (waits()) slices = window.setTimeout(answer, 0);
  });

  /** @param {Group} group @param {number} value */
  function label(group, value) {
    const said = choices[group].find((choice) => choice.value === value)?.label ?? "";
    if (value === NONE) return section("finder.none")[group] ?? section("finder.none").other;
    if (group === "country") return countryName(ids.country[value]);
    return STATED.has(group) ? wordOf(said) : TOLD.has(group) ? told(said) : said;
  }

  /** @param {Group} group */
  const shortName = (group) => section("finder.short")[group] ?? section("finder.groups")[group];

  /** @param {string} text */
  function writeTime(text) {
    const said = readPeriod(text);
    if (said || !text) ask({ ...asked, period: null, undated: false, ...said });
  }

  part("t", { read: () => writePeriod(asked.period, asked.undated), write: writeTime });
  part("q", { read: () => asked.search.trim(), write: (search) => ask({ ...asked, search }) });
  part("f", {
    read: () => writeFilters(asked, ids),
    write: (text) => ask({ ...asked, chosen: readFilters(text, ids) }),
  });
  part("c", { read: () => (asked.certain ? "1" : ""), write: (on) => ask({ ...asked, certain: on === "1" }) });

  return {
    items,
    choices,
    label,
    shortName,
    asked: () => asked,
    /** What the question lets through. */
    found: () => found,
    ask,
    /** @param {() => void} listener called after each question */
    onAsk: (listener) => void listeners.push(listener),
    /** @param {Group} group @param {number} value */
    toggle(group, value) {
      const values = new Set(asked.chosen[group]);
      if (!values.delete(value)) values.add(value);
      ask({ ...asked, chosen: { ...asked.chosen, [group]: values } });
    },
    /** Lets go of the filters that hide a record. @param {number} n */
    reveal(n) {
      const at = data.events.findIndex((event) => event.n === n);
      if (at >= 0 && !found.shown[at]) ask(NOTHING_ASKED);
    },
    /**
     * A condition in words.
     * @param {Condition} condition @param {"named" | "printed"} way
     */
    told(condition, way) {
      if (condition === "search") return say("finder.searchFor", { text: asked.search.trim() });
      if (condition === "certain") return say("finder.certainOnly").toLowerCase();
      if (condition === "period") return way === "named" ? say("time.thePeriod") : periodTold(asked, "printed");
      const choice = [...(asked.chosen[condition] ?? [])].map((value) => label(condition, value)).join(say("finder.or"));
      const group = shortName(condition);
      return say(`finder.${way}`, { group: way === "printed" ? group.toLowerCase() : group, choice });
    },
    active: () => conditions(asked),
    /** Whether something is asked that a record may meet only possibly. */
    unsure: () => !!asked.chosen.region?.size || !!asked.period || data.times.placed || items.some(({ possible }) => possible),
  };
}

/**
 * The period that is asked about, as a filter.
 * @param {Asked} asked @param {"named" | "printed"} way
 */
export function periodTold({ period, undated }, way) {
  if (!period) return "";
  const choice = periodWords(period);
  const group = say("time.period");
  const said = say(`finder.${way}`, { group: way === "printed" ? group.toLowerCase() : group, choice });
  return undated ? say("time.andUndated", { period: said }) : said;
}

/** Records that state none, in a link: no other choice is written so. */
const STATELESS = "@";

/** @typedef {Record<Group, readonly string[]>} Ids what each choice of a group is called in a link */

/** @param {Asked} asked @param {Ids} ids */
export function writeFilters({ chosen }, ids) {
  return GROUPS.filter((group) => chosen[group]?.size)
    .map((group) => {
      const values = [...(chosen[group] ?? [])].sort((a, b) => a - b);
      return `${group}:${values.map((value) => (value === NONE ? STATELESS : encodeURIComponent(ids[group][value]))).join(",")}`;
    })
    .join(";");
}

/** Passes over what this page does not have. @param {string} text @param {Ids} ids @returns {Asked["chosen"]} */
export function readFilters(text, ids) {
  /** @type {Asked["chosen"]} */
  const chosen = {};
  for (const said of text.split(";")) {
    const [name, values = ""] = said.split(":");
    const group = GROUPS.find((one) => one === name);
    if (!group) continue;
    const known = values.split(",").flatMap((value) => {
      if (value === STATELESS) return [NONE];
      const at = ids[group].indexOf(decoded(value));
      return at >= 0 ? [at] : [];
    });
    if (known.length) chosen[group] = new Set(known);
  }
  return chosen;
}
