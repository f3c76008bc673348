// Search field and filters above the list, with the count of the records shown.
import { describePeriod } from "./description.js";
import { activeConditions, suggestRemovals, EMPTY_QUERY, NONE, filterRecords, without } from "./filter.js";
import { filterPanel } from "./filter-panel.js";
import { themeLabel } from "../map/layer-list.js";
import { recordCounts, filteredList } from "../list/record-list.js";
import { button, element } from "../dom.js";
import { isExact } from "./record-times.js";
import { onLanguage, translate, translateElement } from "../i18n.js";

/** @typedef {import("./query.js").PageQuery} PageQuery */
/** @typedef {import("./filter.js").Condition} Condition */

const SUGGESTED = 3;

/** Whether a record may match a query only possibly. @param {import("./filter.js").Item} item */
const mayBePossible = ({ possible, surely, times, in: { region } }) =>
  possible || !isExact(times) || (times.moving && times.placed) || (region[0] !== NONE && surely.length < region.length);

/** Above the list, under which it scrolls. @param {HTMLElement[]} parts */
function insertAboveList(...parts) {
  const finder = element("div", { class: "finder", role: "search" }, parts);
  const index = /** @type {HTMLElement} */ (document.getElementById("records"));
  index.insertBefore(finder, index.querySelector(".records"));
  new ResizeObserver(() => (index.style.scrollPaddingTop = `${finder.offsetHeight}px`)).observe(finder);
}

/**
 * The panel of the filters, updated while it is open.
 * @param {import("../payload.js").PageData} data @param {PageQuery} query
 */
function filtersOf(data, query) {
  const page = {
    label: query.label,
    toggle(/** @type {import("./filter.js").Group} */ group, /** @type {number} */ value) {
      if (group === "theme" && !query.asked().chosen.theme?.has(value)) showTheme(data.facets.themes[value][0]);
      query.toggle(group, value);
    },
    symbolOf: (/** @type {number} */ value) => data.facets.themes[value]?.[0],
    colourOf: (/** @type {string} */ theme) => data.themes[theme].colour,
    opened() {
      refresh();
      // The list scrolls past the lead, whose room the panel needs.
      const index = document.getElementById("records");
      if (index) index.scrollTop = Math.max(index.scrollTop, index.querySelector(".lead")?.clientHeight ?? 0);
    },
  };
  const setCertain = (/** @type {boolean} */ certain) => query.ask({ ...query.asked(), certain });
  const questions = document.getElementById("geotrack-footprints") !== null;
  const filters = filterPanel(query.choices, page, questions || query.items.some(mayBePossible), setCertain);

  function refresh() {
    filters.refresh(query.active().filter((one) => !["search", "period", "area"].includes(one)).length);
    if (!filters.isOpen()) return;
    const [asked, found] = [query.asked(), query.found()];
    const certainly = asked.certain ? found.many : filterRecords(query.items, { ...asked, certain: true }).many;
    filters.update(asked, found.counts, certainly);
  }

  return { ...filters, refresh };
}

/** @param {import("../payload.js").PageData} data @param {PageQuery} query */
export function addSearchBar(data, query) {
  const { items } = query;
  const field = searchField(query);
  const filters = filtersOf(data, query);
  const on = translateElement(element("div", { class: "finder-on", role: "group" }), { "aria-label": ["finder.filtering"] });
  const status = element("p", { class: "finder-count", role: "status" });
  const nothing = element("div", { class: "finder-nothing" });
  insertAboveList(element("div", { class: "finder-row" }, [field, filters.opener]), filters.body, on, element("div", { class: "finder-hits" }, [status]), nothing);
  const printed = element("p", { class: "filtered" });
  document.querySelector(".masthead")?.append(printed);
  const updateCounts = recordCounts(data);
  const updateList = filteredList(data.records.all);

  function refresh() {
    const [found, active] = [query.found(), query.active()];
    updateList(found);
    if (field.value.trim() !== query.asked().search.trim()) field.value = query.asked().search;
    filters.refresh();
    on.replaceChildren(...activeChips(query, on, field));
    const count = active.length ? translate("finder.someOf", { some: found.many, n: items.length }) : "";
    const certainly = active.length ? splitCount(count, found) : "";
    status.textContent = found.many || !active.length ? certainly : "";
    updateCounts(count, found.shown);
    nothing.replaceChildren(...(active.length && !found.many ? removalSuggestions(query, field) : []));
    const what = active.map((one) => query.told(one, "printed")).join(translate("finder.comma"));
    printed.textContent = active.length ? translate("finder.inPrint", { count: certainly, what }) : "";
  }

  query.onAsk(refresh);
  onLanguage(() => {
    filters.rename();
    refresh();
  });
  refresh();
}

/** A count, with the number of certain matches. @param {string} count @param {ReturnType<typeof filterRecords>} found */
function splitCount(count, { many, unsure, unplaced }) {
  const [possibly, n] = ["possible", "undated"].map((why) => unsure.filter((one) => one === why).length);
  const said = [possibly ? translate("finder.split", { count, certainly: many - possibly - n, possibly }) : count];
  if (possibly && n) said.push(translate("time.undated", { n }));
  if (unplaced) said.push(translate("questions.leftOut", { n: unplaced }));
  return said.join(translate("finder.comma"));
}

/** @param {PageQuery} query */
function searchField(query) {
  const field = /** @type {HTMLInputElement} */ (
    element("input", { type: "search", class: "finder-field", autocomplete: "off", spellcheck: "false" })
  );
  translateElement(field, { "aria-label": ["finder.search"], placeholder: ["finder.searchHint"] });
  const ask = (/** @type {string} */ search) => query.ask({ ...query.asked(), search });
  field.addEventListener("input", () => ask(field.value));
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !field.value) return;
    event.stopPropagation();
    event.preventDefault();
    ask("");
  });
  return field;
}

/** The active conditions, each with a button that removes it. @param {PageQuery} query @param {HTMLElement} on @param {HTMLElement} field */
function activeChips(query, on, field) {
  const asked = query.asked();
  const chip = (/** @type {string} */ what, /** @type {() => void} */ drop) => {
    const made = button("chip on", "", () => {
      const at = [...on.children].indexOf(made);
      drop();
      /** @type {HTMLElement} */ (on.children[Math.min(at, on.children.length - 1)] ?? field).focus();
    });
    made.setAttribute("aria-label", translate("finder.remove", { what }));
    made.append(element("span", {}, [what]), element("span", { class: "times", "aria-hidden": "true" }, ["×"]));
    return made;
  };
  const made = query.active().flatMap((condition) => {
    if (condition === "search") return [];
    if (condition === "certain") {
      return chip(translate("finder.certainOnly"), () => query.ask({ ...asked, certain: false }));
    }
    if (condition === "area") return chip(asked.area?.counted(query.found()) ?? "", () => query.ask(without(asked, ["area"])));
    if (condition === "period") return chip(describePeriod(asked, "named"), () => query.ask(without(asked, ["period"])));
    return [...(asked.chosen[condition] ?? [])].map((value) => {
      const said = { group: query.shortName(condition), choice: query.label(condition, value) };
      return chip(translate("finder.named", said), () => query.toggle(condition, value));
    });
  });
  if (activeConditions(asked).length) {
    const clear = button("finder-clear", translate("finder.clearAll"), () => {
      // A period that is being typed ends with the focus, and goes with the rest.
      field.focus();
      query.ask(EMPTY_QUERY);
    });
    made.push(clear);
  }
  return made;
}

/** Which filter to loosen, with a button that does it. @param {PageQuery} query @param {HTMLElement} field */
function removalSuggestions(query, field) {
  const asked = query.asked();
  const named = (/** @type {Condition} */ one) => {
    const text = query.told(one, "named");
    return one === "search" || one === "period" || one === "area" ? text : translate("finder.quoted", { text });
  };
  const said = suggestRemovals(query.items, asked)
    .slice(0, SUGGESTED)
    .map(({ drop, many: n }) => {
      const what = drop.map(named).join(translate("finder.and"));
      const way = button("finder-loosen", translate("finder.without", { what, n }), () => {
        query.ask(without(asked, drop));
        field.focus();
      });
      return element("li", {}, [way]);
    });
  const title = element("p", { class: "finder-none" }, [translate("finder.nothingMatches")]);
  return [title, said.length ? element("ul", {}, said) : element("p", {}, [translate("finder.noneAlone")])];
}

/** Switches the layer of a theme on. @param {string} theme */
function showTheme(theme) {
  const box = themeLabel(theme)?.querySelector("input");
  if (box && !box.checked) box.click();
}
