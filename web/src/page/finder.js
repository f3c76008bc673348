// Search and filters above the list, and what they leave of it.
import { periodTold } from "./asked-words.js";
import { conditions, loosen, NOTHING_ASKED, NONE, sift, without } from "./filtering.js";
import { panel } from "./finder-panel.js";
import { button, element } from "./making.js";
import { exact } from "./times.js";
import { onLanguage, say, worded } from "./words.js";

/** @typedef {import("./asking.js").Asking} Asking */
/** @typedef {import("./filtering.js").Condition} Condition */

const SUGGESTED = 3;

/**
 * @param {import("./data.js").PageData} data @param {Asking} asking
 * @param {(HTMLElement | null)[]} rows of the list, in the order of the data
 */
export function find(data, asking, rows) {
  const finder = element("div", { class: "finder", role: "search" });
  const field = searchField(asking);
  const { items } = asking;
  const filters = panel(asking.choices, {
    label: asking.label,
    toggle(group, value) {
      if (group === "theme" && !asking.asked().chosen.theme?.has(value)) showTheme(data.facets.themes[value][0]);
      asking.toggle(group, value);
    },
    certain: items.some(
      ({ possible, surely, times, in: { region } }) =>
        possible || !exact(times) || (times.moving && times.placed) || (region[0] !== NONE && surely.length < region.length),
    ),
    setCertain: (certain) => asking.ask({ ...asking.asked(), certain }),
    symbolOf: (value) => data.facets.themes[value]?.[0],
    colourOf: (theme) => data.themes[theme].colour,
    opened: () => tellFilters(),
  });
  const on = worded(element("div", { class: "finder-on", role: "group" }), { "aria-label": ["finder.filtering"] });
  const status = element("p", { class: "finder-count", role: "status" });
  const nothing = element("div", { class: "finder-nothing" });
  finder.append(element("div", { class: "finder-row" }, [field, filters.opener]), filters.body, on, status, nothing);
  const index = /** @type {HTMLElement} */ (document.getElementById("records"));
  index.insertBefore(finder, index.querySelector(".records"));
  const printed = element("p", { class: "filtered" });
  document.querySelector(".masthead")?.append(printed);
  new ResizeObserver(() => index.style.setProperty("--finder", `${finder.offsetHeight}px`)).observe(finder);

  const tellCounts = counting(data);
  const tellGroups = grouping(rows);
  let shown = items.map(() => true);
  /** @type {ReturnType<typeof sift>["unsure"]} */
  let unsure = [];

  function tellFilters() {
    if (!filters.isOpen()) return;
    const [asked, found] = [asking.asked(), asking.found()];
    const certainly = asked.certain ? found.many : sift(items, { ...asked, certain: true }).many;
    filters.update(asked, found.counts, certainly);
  }

  function tell() {
    const [found, active] = [asking.found(), asking.active()];
    found.shown.forEach((now, i) => {
      if (now !== shown[i]) rows[i]?.classList.toggle("left-out", !now);
      if (found.unsure[i] !== unsure[i]) markPossible(rows[i], found.unsure[i] === "possible");
    });
    if (found.shown.some((now, i) => now !== shown[i])) tellGroups(found.shown);
    [shown, unsure] = [found.shown, found.unsure];
    if (field.value.trim() !== asking.asked().search.trim()) field.value = asking.asked().search;
    tellFilters();
    filters.tell(active.filter((one) => one !== "search" && one !== "period").length);
    on.replaceChildren(...chips(asking, on, field));
    const count = active.length ? say("finder.someOf", { some: found.many, n: items.length }) : "";
    const certainly = active.length ? split(count, found) : "";
    status.textContent = found.many || !active.length ? certainly : "";
    tellCounts(count, shown);
    nothing.replaceChildren(...(active.length && !found.many ? remedies(asking, field) : []));
    const what = active.map((one) => asking.told(one, "printed")).join(say("finder.comma"));
    printed.textContent = active.length ? say("finder.inPrint", { count: certainly, what }) : "";
  }

  asking.onAsk(tell);
  onLanguage(() => {
    filters.rename();
    tell();
  });
  tell();
}

/** A count, with how many of it certainly meet what is asked. @param {string} count @param {ReturnType<typeof sift>} found */
function split(count, { many, unsure }) {
  const [possibly, n] = ["possible", "undated"].map((why) => unsure.filter((one) => one === why).length);
  if (!possibly) return count;
  const said = say("finder.split", { count, certainly: many - possibly - n, possibly });
  return n ? [said, say("time.undated", { n })].join(say("finder.comma")) : said;
}

/** @param {HTMLElement | null} row of the list @param {boolean} on */
function markPossible(row, on) {
  row?.querySelector(".possibly")?.remove();
  if (on) row?.querySelector(".pick")?.append(worded(element("i", { class: "possibly" }), { text: ["print.possibly"] }));
}

/** @param {Asking} asking */
function searchField(asking) {
  const field = /** @type {HTMLInputElement} */ (
    element("input", { type: "search", class: "finder-field", autocomplete: "off", spellcheck: "false" })
  );
  worded(field, { "aria-label": ["finder.search"], placeholder: ["finder.searchHint"] });
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
function chips(asking, on, field) {
  const asked = asking.asked();
  const chip = (/** @type {string} */ what, /** @type {() => void} */ drop) => {
    const made = button("chip on", "", () => {
      const at = [...on.children].indexOf(made);
      drop();
      /** @type {HTMLElement} */ (on.children[Math.min(at, on.children.length - 1)] ?? field).focus();
    });
    made.setAttribute("aria-label", say("finder.remove", { what }));
    made.append(element("span", {}, [what]), element("span", { class: "times", "aria-hidden": "true" }, ["×"]));
    return made;
  };
  const made = asking.active().flatMap((condition) => {
    if (condition === "search") return [];
    if (condition === "certain") {
      return chip(say("finder.certainOnly"), () => asking.ask({ ...asked, certain: false }));
    }
    if (condition === "period") return chip(periodTold(asked, "named"), () => asking.ask(without(asked, ["period"])));
    return [...(asked.chosen[condition] ?? [])].map((value) => {
      const said = { group: asking.shortName(condition), choice: asking.label(condition, value) };
      return chip(say("finder.named", said), () => asking.toggle(condition, value));
    });
  });
  if (conditions(asked).length) {
    const clear = button("finder-clear", say("finder.clearAll"), () => {
      asking.ask(NOTHING_ASKED);
      field.focus();
    });
    made.push(clear);
  }
  return made;
}

/** Which filter to loosen, with a button that does it. @param {Asking} asking @param {HTMLElement} field */
function remedies(asking, field) {
  const asked = asking.asked();
  const named = (/** @type {Condition} */ one) => {
    const text = asking.told(one, "named");
    return one === "search" || one === "period" ? text : say("finder.quoted", { text });
  };
  const said = loosen(asking.items, asked)
    .slice(0, SUGGESTED)
    .map(({ drop, many: n }) => {
      const what = drop.map(named).join(say("finder.and"));
      const way = button("finder-loosen", say("finder.without", { what, n }), () => {
        asking.ask(without(asked, drop));
        field.focus();
      });
      return element("li", {}, [way]);
    });
  const title = element("p", { class: "finder-none" }, [say("finder.nothingMatches")]);
  return [title, said.length ? element("ul", {}, said) : element("p", {}, [say("finder.noneAlone")])];
}

/** The counts that the document tells. @param {import("./data.js").PageData} data */
function counting(data) {
  const total = document.querySelector(".how-many");
  const totalUnplaced = document.querySelector(".how-many-unplaced");
  const unplaced = document.querySelector(".unplaced h2 .count");
  const listed = data.events.flatMap(({ at }, i) => (at ? [] : [i]));
  return (/** @type {string} */ count, /** @type {boolean[]} */ now) => {
    const all = now.length;
    const some = listed.filter((i) => now[i]).length;
    const left = count ? some : listed.length;
    if (total) total.textContent = count || say("finder.records", { n: all });
    if (totalUnplaced) totalUnplaced.textContent = left ? say("finder.andUnplaced", { n: left }) : "";
    if (unplaced) unplaced.textContent = count ? say("finder.ofMany", { some, n: listed.length }) : `${listed.length}`;
  };
}

/** A theme that is asked for is on the map too. @param {string} theme */
function showTheme(theme) {
  const box = themeLabel(theme)?.querySelector("input");
  if (box && !box.checked) box.click();
}

/** The line of a theme in the list of layers. @param {string} theme */
export const themeLabel = (theme) =>
  document.querySelector(`.leaflet-control-layers use[href="#shape-${CSS.escape(theme)}"]`)?.closest("label");

/**
 * A long list stands in groups, which are laid out when they come into view: how long they are until then, and
 * which have nothing left.
 * @param {(HTMLElement | null)[]} rows
 * @returns {(shown: boolean[]) => void} tells it anew
 */
function grouping(rows) {
  const groups = rows.map((row) => row?.closest(".records"));
  return (shown) => {
    /** @type {Map<Element, number>} */
    const left = new Map();
    groups.forEach((group, i) => group && left.set(group, (left.get(group) ?? 0) + Number(shown[i])));
    for (const [group, count] of left) {
      group.classList.toggle("left-out", !count);
      /** @type {HTMLElement} */ (group).style.setProperty("--left", `${count}`);
    }
  };
}
