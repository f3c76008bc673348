// Search field and filters above the list, with the count of the records shown.
import { describePeriod } from "./description.js";
import { activeConditions, suggestRemovals, EMPTY_QUERY, NONE, filterRecords, without } from "./filter.js";
import { countriesOf } from "./facets.js";
import { filterPanel } from "./filter-panel.js";
import { themeLabel } from "../map/layer-list.js";
import { addLineGroups } from "../many/line-groups.js";
import { recordCounts, filteredList } from "../list/record-list.js";
import { button, element } from "../dom.js";
import { isExact } from "./record-times.js";
import { onLanguage, translate, translateElement } from "../i18n.js";

/** @typedef {import("./query.js").PageQuery} PageQuery */
/** @typedef {import("./filter.js").Condition} Condition */

const MAX_SUGGESTIONS = 3;

/** Whether a query is possible that a record matches only possibly. @param {import("./filter.js").Item} item */
const mayBePossible = ({ possible, certainRegions, times, in: { region } }) =>
  possible || !isExact(times) || (times.moving && times.placed) || (region[0] !== NONE && certainRegions.length < region.length);

/** Inserts the finder above the list, which scrolls under it. @param {HTMLElement[]} parts */
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
  const codes = countriesOf(data.facets);
  const page = {
    label: query.label,
    toggle(/** @type {import("./filter.js").Group} */ group, /** @type {number} */ value) {
      if (group === "theme" && !query.conditions().chosen.theme?.has(value)) showTheme(data.facets.themes[value][0]);
      query.toggle(group, value);
    },
    symbolOf: (/** @type {number} */ value) => data.facets.themes[value]?.[0],
    colourOf: (/** @type {string} */ theme) => data.themes[theme].colour,
    sideOf: data.sides ? (/** @type {number} */ value) => Object.entries(data.sides ?? {}).find(([, { countries }]) => countries.includes(codes[value]))?.[0] : null,
    opened() {
      refresh();
      // Scrolls the lead out of view, since the panel needs its room.
      const index = document.getElementById("records");
      if (index) index.scrollTop = Math.max(index.scrollTop, index.querySelector(".lead")?.clientHeight ?? 0);
    },
  };
  const setCertain = (/** @type {boolean} */ certain) => query.set({ ...query.conditions(), certain });
  const questions = document.getElementById("geotrack-footprints") !== null || data.records.remote !== undefined;
  const filters = filterPanel(query.choices, page, questions || query.items.some(mayBePossible), setCertain);

  function refresh() {
    filters.refresh(query.active().filter((condition) => !["search", "period", "area"].includes(condition)).length);
    if (!filters.isOpen()) return;
    const [conditions, result] = [query.conditions(), query.result()];
    const certainly = conditions.certain ? result.count : filterRecords(query.items, { ...conditions, certain: true }).count;
    filters.update(conditions, result.counts, certainly);
  }

  data.records.onReplace(filters.renew);
  return { ...filters, refresh };
}

/** @param {import("../payload.js").PageData} data @param {PageQuery} query */
export function addSearchBar(data, query) {
  const { items } = query;
  const field = searchField(query);
  const filters = filtersOf(data, query);
  const activeRow = translateElement(element("div", { class: "finder-on", role: "group" }), { "aria-label": ["finder.filtering"] });
  const status = element("p", { class: "finder-count", role: "status" });
  const nothing = element("div", { class: "finder-nothing" });
  insertAboveList(element("div", { class: "finder-row" }, [field, filters.opener]), filters.body, activeRow, element("div", { class: "finder-hits" }, [status]), nothing);
  const printed = element("p", { class: "filtered" });
  document.querySelector(".masthead")?.append(printed);
  const updateCounts = recordCounts(data);
  const updateList = filteredList(data.records, MANY_RECORDS ? addLineGroups(data) : () => undefined);

  function refresh() {
    const [result, active] = [query.result(), query.active()];
    updateList(result);
    if (field.value.trim() !== query.conditions().search.trim()) field.value = query.conditions().search;
    filters.refresh();
    activeRow.replaceChildren(...activeChips(query, activeRow, field));
    const count = active.length ? translate("finder.someOf", { some: result.count, n: items.length }) : "";
    const countText = active.length ? splitCount(count, result) : "";
    status.textContent = result.count || !active.length ? countText : "";
    updateCounts(count, result.shown);
    nothing.replaceChildren(...(active.length && !result.count ? removalSuggestions(query, field) : []));
    const description = active.map((condition) => query.describe(condition, "printed")).join(translate("finder.comma"));
    printed.textContent = active.length ? translate("finder.inPrint", { count: countText, what: description }) : "";
  }

  query.onChange(refresh);
  onLanguage(() => {
    filters.rename();
    refresh();
  });
  refresh();
}

/** A count, with the numbers of certain and of possible matches. @param {string} count @param {ReturnType<typeof filterRecords>} result */
function splitCount(count, { count: all, unsure, unplaced }) {
  const [possibly, undated] = ["possible", "undated"].map((reason) => unsure.filter((unsureReason) => unsureReason === reason).length);
  const parts = [possibly ? translate("finder.split", { count, certainly: all - possibly - undated, possibly }) : count];
  if (possibly && undated) parts.push(translate("time.undated", { n: undated }));
  if (unplaced) parts.push(translate("questions.leftOut", { n: unplaced }));
  return parts.join(translate("finder.comma"));
}

/** @param {PageQuery} query */
function searchField(query) {
  const field = /** @type {HTMLInputElement} */ (
    element("input", { type: "search", class: "finder-field", autocomplete: "off", spellcheck: "false" })
  );
  translateElement(field, { "aria-label": ["finder.search"], placeholder: ["finder.searchHint"] });
  const setSearch = (/** @type {string} */ search) => query.set({ ...query.conditions(), search });
  field.addEventListener("input", () => setSearch(field.value));
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !field.value) return;
    event.stopPropagation();
    event.preventDefault();
    setSearch("");
  });
  return field;
}

/** Buttons that remove the active conditions. @param {PageQuery} query @param {HTMLElement} row of the buttons @param {HTMLElement} field */
function activeChips(query, row, field) {
  const conditions = query.conditions();
  const chip = (/** @type {string} */ label, /** @type {() => void} */ drop) => {
    const chipButton = button("chip on", "", () => {
      const index = [...row.children].indexOf(chipButton);
      drop();
      // The focus goes to the next chip.
      /** @type {HTMLElement} */ (row.children[Math.min(index, row.children.length - 1)] ?? field).focus();
    });
    chipButton.setAttribute("aria-label", translate("finder.remove", { what: label }));
    chipButton.append(element("span", {}, [label]), element("span", { class: "times", "aria-hidden": "true" }, ["×"]));
    return chipButton;
  };
  const chips = query.active().flatMap((condition) => {
    if (condition === "search") return [];
    if (condition === "certain") {
      return chip(translate("finder.certainOnly"), () => query.set({ ...conditions, certain: false }));
    }
    if (condition === "area") return chip(conditions.area?.summary(query.result()) ?? "", () => query.set(without(conditions, ["area"])));
    if (condition === "period") return chip(describePeriod(conditions, "named"), () => query.set(without(conditions, ["period"])));
    return [...(conditions.chosen[condition] ?? [])].map((value) => {
      const texts = { group: query.shortName(condition), choice: query.label(condition, value) };
      return chip(translate("finder.named", texts), () => query.toggle(condition, value));
    });
  });
  if (activeConditions(conditions).length) {
    const clear = button("finder-clear", translate("finder.clearAll"), () => {
      // First, so that a period that is being typed is set now, and cleared with the rest.
      field.focus();
      query.set(EMPTY_QUERY);
    });
    chips.push(clear);
  }
  return chips;
}

/** Buttons that remove the conditions without which records would be shown. @param {PageQuery} query @param {HTMLElement} field */
function removalSuggestions(query, field) {
  const conditions = query.conditions();
  const nameOf = (/** @type {Condition} */ condition) => {
    const text = query.describe(condition, "named");
    return condition === "search" || condition === "period" || condition === "area" ? text : translate("finder.quoted", { text });
  };
  const suggestions = suggestRemovals(query.items, conditions)
    .slice(0, MAX_SUGGESTIONS)
    .map(({ drop, count: n }) => {
      const names = drop.map(nameOf).join(translate("finder.and"));
      const remover = button("finder-loosen", translate("finder.without", { what: names, n }), () => {
        query.set(without(conditions, drop));
        field.focus();
      });
      return element("li", {}, [remover]);
    });
  const title = element("p", { class: "finder-none" }, [translate("finder.nothingMatches")]);
  return [title, suggestions.length ? element("ul", {}, suggestions) : element("p", {}, [translate("finder.noneAlone")])];
}

/** Switches the layer of a theme on. @param {string} theme */
function showTheme(theme) {
  const box = themeLabel(theme)?.querySelector("input");
  if (box && !box.checked) box.click();
}
