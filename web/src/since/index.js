// Entry of since.js: the reader chooses a day, since which new and changed records are marked, in the list, on the
// map and in the legend. The page holds the days of entries and revisions alone, no earlier value.

/** @typedef {import("../page/plugin-api.js").Page} Page */

/** As in the tables of the filters: -1 is not stated. */
const [NEW, CHANGED, AS_BEFORE, UNKNOWN] = [0, 1, 2, -1];
/** Ids of the signs at a symbol, by those. */
const SIGNS = ["new", "changed"];
const DAY_MS = 86_400_000;

/**
 * What a record is since a day; the rule of geotrack.mapview.changes for records without git.
 * @param {string[]} days of its entry, empty where that is not stated, and of its revisions @param {string} since YYYY-MM-DD
 */
export function changeSince([added, ...revised], since) {
  if (added && added >= since) return NEW;
  if (revised.some((day) => day >= since)) return CHANGED;
  return added ? AS_BEFORE : UNKNOWN;
}

/** @param {string} text @returns {string} a day of the calendar, else nothing */
export const readDay = (text) => (/^\d{4}-\d\d-\d\d$/.test(text) && new Date(text).toJSON()?.startsWith(text) ? text : "");

/** Puts the sign of a change at a symbol, in place of another. @param {Element | null | undefined} symbol @param {number} change */
function signSymbol(symbol, change) {
  for (const sign of SIGNS) symbol?.querySelector(`use[href="#${sign}"]`)?.remove();
  if (!symbol || !SIGNS[change]) return;
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#${SIGNS[change]}`);
  symbol.append(use);
}

/**
 * Marks records in the list and on the map.
 * @param {Page} page @param {[string, string]} newsWords of new and changed records
 */
function recordMarks({ map, data, words }, newsWords) {
  const symbolOf = (/** @type {any} */ layer) => layer._icon?.querySelector(".symbol");
  /** @type {number[]} */
  let current = [];
  const signLayer = (/** @type {any} */ layer) => layer.event && signSymbol(symbolOf(layer), current[layer.event.i] ?? UNKNOWN);
  map.on("layeradd", (/** @type {any} */ { layer }) => current.length && signLayer(layer));

  /** @param {number[]} changes in the order of the records */
  function mark(changes) {
    data.records.all.forEach((record, i) => {
      if (changes[i] === current[i]) return;
      const sign = SIGNS[changes[i]];
      // Of a symbol that is made later, as on paper.
      record.signs = [...record.signs.filter((other) => !SIGNS.includes(other)), ...(sign ? [sign] : [])];
      signSymbol(record.listed?.querySelector(".symbol"), changes[i]);
      record.noteChange(sign, sign && newsWords[changes[i]]);
    });
    current = changes;
    map.eachLayer(signLayer);
    words.retranslate(document);
  }
  /** The records are others. */
  mark.forget = () => void (current = []);
  return mark;
}

/** Shows the signs in the legend, or not. @param {boolean} on */
function showLegend(on) {
  for (const use of document.querySelectorAll(SIGNS.map((sign) => `dt use[href="#${sign}"]`).join())) {
    const term = /** @type {HTMLElement} */ (use.closest("dt"));
    for (const part of [term, /** @type {HTMLElement} */ (term.nextElementSibling)]) part.hidden = !on;
  }
}

/** The field, the button that leaves new and changed records alone, and what is not known. @param {Page} page */
function controls({ element, words }) {
  const field = /** @type {HTMLInputElement} */ (element("input", { type: "date", id: "since-day", "aria-describedby": "since-unknown" }));
  const label = words.setTexts(element("label", { for: field.id }), { text: ["entered.since"] });
  const onlyButton = element("button", { type: "button", class: "chip since-only", "aria-pressed": "false" });
  const unknown = element("p", { id: "since-unknown", class: "chips-hint" });
  const count = element("span", { class: "since" });
  document.querySelector(".finder-row")?.after(element("div", { class: "since-row" }, [label, field, onlyButton, unknown]));
  document.querySelector(".edition")?.append(count);
  return { field, onlyButton, unknown, count };
}

/** @param {Page} page */
function begin(page) {
  const { data, query, words: { say, period, onLanguage }, registerPart } = page;
  const { entered } = data;
  if (!entered) return;
  const { field, onlyButton, unknown, count } = controls(page);
  const mark = recordMarks(page, entered.words);
  let since = "";
  /** @type {number[]} */
  let changes = [];
  const countOf = (/** @type {number} */ change) => changes.filter((other) => other === change).length;

  function update() {
    const day = Math.round(Date.parse(since) / DAY_MS);
    const values = { n: countOf(NEW) + countOf(CHANGED), day: since && period([day, day]), fresh: countOf(NEW), changed: countOf(CHANGED) };
    onlyButton.hidden = !since;
    onlyButton.textContent = since && say("entered.chip", values);
    onlyButton.setAttribute("aria-pressed", `${query.conditions().chosen.since?.has(NEW) ?? false}`);
    count.textContent = since && ` · ${say("entered.count", values)}`;
    unknown.textContent = since && countOf(UNKNOWN) ? say("entered.unknown", { n: countOf(UNKNOWN) }) : "";
  }

  /** @param {string} day */
  function set(day) {
    since = readDay(day);
    if (field.value !== since) field.value = since;
    changes = data.records.all.map(({ entryDays }) => (since ? changeSince(entryDays, since) : UNKNOWN));
    query.items.forEach((item, i) => (item.in.since = [changes[i]]));
    mark(changes);
    showLegend(since !== "");
    const { since: selected, ...others } = query.conditions().chosen;
    // Asked again: what is new has changed.
    query.set({ ...query.conditions(), chosen: since && selected ? { ...others, since: selected } : others });
    update();
  }

  field.addEventListener("change", () => set(field.value));
  onlyButton.addEventListener("click", () => {
    const { since: selected, ...others } = query.conditions().chosen;
    query.set({ ...query.conditions(), chosen: selected ? others : { ...others, since: new Set([NEW, CHANGED]) } });
  });
  registerPart("n", { read: () => since, write: (text) => void (readDay(text) !== since && set(text)) });
  query.onChange(update);
  onLanguage(update);
  data.records.onReplace(() => {
    mark.forget();
    if (since) set(since);
  });
  showLegend(false);
  update();
}

/** @type {any} */ (globalThis.window)?.geotrackPage.registerPlugin(begin);
