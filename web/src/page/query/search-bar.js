// Search and filters above the list, and what they leave of it.
import { describePeriod } from "./description.js";
import { activeConditions, suggestRemovals, EMPTY_QUERY, NONE, filterRecords, without } from "./filter.js";
import { filterPanel } from "./filter-panel.js";
import { themeLabel } from "../map/layer-list.js";
import { recordCounts, filteredList } from "../list/record-list.js";
import { button, element } from "../dom.js";
import { isExact } from "./record-times.js";
import { onLanguage, translate, translateElement } from "../i18n.js";

/** @typedef {import("./query.js").PageQuery} Asking */
/** @typedef {import("./filter.js").Condition} Condition */

const SUGGESTED = 3;

/** Whether a record may meet a question only possibly. @param {import("./filter.js").Item} item */
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
 * The panel of the filters, told while it is open.
 * @param {import("../payload.js").PageData} data @param {Asking} asking
 */
function filtersOf(data, asking) {
  const page = {
    label: asking.label,
    toggle(/** @type {import("./filter.js").Group} */ group, /** @type {number} */ value) {
      if (group === "theme" && !asking.asked().chosen.theme?.has(value)) showTheme(data.facets.themes[value][0]);
      asking.toggle(group, value);
    },
    symbolOf: (/** @type {number} */ value) => data.facets.themes[value]?.[0],
    colourOf: (/** @type {string} */ theme) => data.themes[theme].colour,
    opened: tell,
  };
  const setCertain = (/** @type {boolean} */ certain) => asking.ask({ ...asking.asked(), certain });
  const filters = filterPanel(asking.choices, page, asking.items.some(mayBePossible), setCertain);

  function tell() {
    filters.tell(asking.active().filter((one) => one !== "search" && one !== "period").length);
    if (!filters.isOpen()) return;
    const [asked, found] = [asking.asked(), asking.found()];
    const certainly = asked.certain ? found.many : filterRecords(asking.items, { ...asked, certain: true }).many;
    filters.update(asked, found.counts, certainly);
  }

  return { ...filters, tell };
}

/**
 * @param {import("../payload.js").PageData} data @param {Asking} asking
 * @param {(HTMLElement | null)[]} rows of the list, in the order of the data
 */
export function addSearchBar(data, asking, rows) {
  const { items } = asking;
  const field = searchField(asking);
  const filters = filtersOf(data, asking);
  const on = translateElement(element("div", { class: "finder-on", role: "group" }), { "aria-label": ["finder.filtering"] });
  const status = element("p", { class: "finder-count", role: "status" });
  const nothing = element("div", { class: "finder-nothing" });
  insertAboveList(element("div", { class: "finder-row" }, [field, filters.opener]), filters.body, on, status, nothing);
  const printed = element("p", { class: "filtered" });
  document.querySelector(".masthead")?.append(printed);
  const tellCounts = recordCounts(data);
  const tellList = filteredList(rows);

  function tell() {
    const [found, active] = [asking.found(), asking.active()];
    tellList(found);
    if (field.value.trim() !== asking.asked().search.trim()) field.value = asking.asked().search;
    filters.tell();
    on.replaceChildren(...activeChips(asking, on, field));
    const count = active.length ? translate("finder.someOf", { some: found.many, n: items.length }) : "";
    const certainly = active.length ? splitCount(count, found) : "";
    status.textContent = found.many || !active.length ? certainly : "";
    tellCounts(count, found.shown);
    nothing.replaceChildren(...(active.length && !found.many ? removalSuggestions(asking, field) : []));
    const what = active.map((one) => asking.told(one, "printed")).join(translate("finder.comma"));
    printed.textContent = active.length ? translate("finder.inPrint", { count: certainly, what }) : "";
  }

  asking.onAsk(tell);
  onLanguage(() => {
    filters.rename();
    tell();
  });
  tell();
}

/** A count, with how many of it certainly meet what is asked. @param {string} count @param {ReturnType<typeof filterRecords>} found */
function splitCount(count, { many, unsure }) {
  const [possibly, n] = ["possible", "undated"].map((why) => unsure.filter((one) => one === why).length);
  if (!possibly) return count;
  const said = translate("finder.split", { count, certainly: many - possibly - n, possibly });
  return n ? [said, translate("time.undated", { n })].join(translate("finder.comma")) : said;
}

/** @param {Asking} asking */
function searchField(asking) {
  const field = /** @type {HTMLInputElement} */ (
    element("input", { type: "search", class: "finder-field", autocomplete: "off", spellcheck: "false" })
  );
  translateElement(field, { "aria-label": ["finder.search"], placeholder: ["finder.searchHint"] });
  const ask = (/** @type {string} */ search) => asking.ask({ ...asking.asked(), search });
  field.addEventListener("input", () => ask(field.value));
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !field.value) return;
    event.stopPropagation();
    event.preventDefault();
    ask("");
  });
  return field;
}

/** What is on, each with its ×. @param {Asking} asking @param {HTMLElement} on @param {HTMLElement} field */
function activeChips(asking, on, field) {
  const asked = asking.asked();
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
  const made = asking.active().flatMap((condition) => {
    if (condition === "search") return [];
    if (condition === "certain") {
      return chip(translate("finder.certainOnly"), () => asking.ask({ ...asked, certain: false }));
    }
    if (condition === "period") return chip(describePeriod(asked, "named"), () => asking.ask(without(asked, ["period"])));
    return [...(asked.chosen[condition] ?? [])].map((value) => {
      const said = { group: asking.shortName(condition), choice: asking.label(condition, value) };
      return chip(translate("finder.named", said), () => asking.toggle(condition, value));
    });
  });
  if (activeConditions(asked).length) {
    const clear = button("finder-clear", translate("finder.clearAll"), () => {
      asking.ask(EMPTY_QUERY);
      field.focus();
    });
    made.push(clear);
  }
  return made;
}

/** Which filter to loosen, with a button that does it. @param {Asking} asking @param {HTMLElement} field */
function removalSuggestions(asking, field) {
  const asked = asking.asked();
  const named = (/** @type {Condition} */ one) => {
    const text = asking.told(one, "named");
    return one === "search" || one === "period" ? text : translate("finder.quoted", { text });
  };
  const said = suggestRemovals(asking.items, asked)
    .slice(0, SUGGESTED)
    .map(({ drop, many: n }) => {
      const what = drop.map(named).join(translate("finder.and"));
      const way = button("finder-loosen", translate("finder.without", { what, n }), () => {
        asking.ask(without(asked, drop));
        field.focus();
      });
      return element("li", {}, [way]);
    });
  const title = element("p", { class: "finder-none" }, [translate("finder.nothingMatches")]);
  return [title, said.length ? element("ul", {}, said) : element("p", {}, [translate("finder.noneAlone")])];
}

/** A theme that is asked for is on the map too. @param {string} theme */
function showTheme(theme) {
  const box = themeLabel(theme)?.querySelector("input");
  if (box && !box.checked) box.click();
}
