// Search and filters above the list. The list and the map show what they let through.
import { folded } from "./folding.js";
import { conditions, loosen, NONE, NOTHING_ASKED, readFacets, sift, without } from "./filtering.js";
import { panel } from "./finder-panel.js";
import { button, element } from "./making.js";
import { countryName, words } from "./words.js";

/** @typedef {import("./filtering.js").Group} Group */
/** @typedef {import("./filtering.js").Asked} Asked */
/** @typedef {import("./filtering.js").Condition} Condition */

const SUGGESTED = 3;

/**
 * @param {import("./data.js").PageData} data
 * @param {(shown: boolean[], all: boolean) => void} show the records that are let through, in the
 *   order of the data
 * @returns {{reveal: (n: number) => void}} lets go of the filters that hide a record
 */
export function find(data, show) {
  const { items, choices } = readFacets(data.facets, countryName);
  const rows = data.events.map(({ n }) => /** @type {HTMLElement | null} */ (document.getElementById(`record-${n}`)));
  /** @type {Asked} */
  let asked = NOTHING_ASKED;
  let ready = false;
  let shown = items.map(() => true);

  /** What a search looks in: of it, what the document says anyway is not in the data. */
  function readTexts() {
    if (ready) return;
    ready = true;
    rows.forEach((row, i) => {
      const parts = [".pick-title", ".summary", ".where"].map((part) => row?.querySelector(part)?.textContent ?? "");
      items[i].text = folded([`#${data.events[i].n}`, ...parts, items[i].words].join(" "));
    });
  }

  /** @param {Group} group @param {number} value */
  function label(group, value) {
    const said = choices[group].find((choice) => choice.value === value)?.label ?? "";
    if (value !== NONE) return words().values[said] ?? said;
    const none = { grade: words().notGraded, country: words().noCountry, actor: words().noActor, region: words().noRegion };
    return /** @type {Partial<Record<Group, string>>} */ (none)[group] ?? words().notStated;
  }

  /** @param {Group} group */
  const shortName = (group) => /** @type {Partial<Record<Group, string>>} */ (words().short)[group] ?? words().groups[group];

  /** @param {Condition} condition @param {(group: string, choice: string) => string} say */
  function told(condition, say) {
    if (condition === "search") return words().searchFor(asked.search.trim());
    if (condition === "certain") return words().certainOnly.toLowerCase();
    const said = [...(asked.chosen[condition] ?? [])].map((value) => label(condition, value));
    return say(shortName(condition), said.join(words().or));
  }

  /** @param {Asked} next */
  function ask(next) {
    asked = next;
    if (field.value !== asked.search) field.value = asked.search;
    update();
  }

  /** @param {Group} group @param {number} value */
  function toggle(group, value) {
    const values = new Set(asked.chosen[group]);
    if (!values.delete(value)) {
      values.add(value);
      if (group === "theme") showTheme(data.facets.themes[value][0]);
    }
    ask({ ...asked, chosen: { ...asked.chosen, [group]: values } });
  }

  const finder = element("div", { class: "finder", role: "search" });
  const field = /** @type {HTMLInputElement} */ (
    element("input", { type: "search", class: "finder-field", "aria-label": words().search, placeholder: words().searchHint, autocomplete: "off", spellcheck: "false" })
  );
  const filters = panel(choices, {
    label,
    toggle,
    certain: items.some(({ possible, surely, in: { region } }) => possible || (region[0] !== NONE && surely.length < region.length)),
    setCertain: (on) => ask({ ...asked, certain: on }),
    symbolOf: (value) => data.facets.themes[value]?.[0],
    colourOf: (theme) => data.themes[theme].colour,
    opened: () => update(),
  });
  const on = element("div", { class: "finder-on", role: "group", "aria-label": words().filtering });
  const status = element("p", { class: "finder-count", role: "status" });
  const nothing = element("div", { class: "finder-nothing" });
  const row = element("div", { class: "finder-row" }, [field, filters.opener]);
  finder.append(row, filters.body, on, status, nothing);
  const index = /** @type {HTMLElement} */ (document.getElementById("records"));
  index.insertBefore(finder, index.querySelector(".records"));
  const printed = element("p", { class: "filtered" });
  document.querySelector(".masthead")?.append(printed);
  new ResizeObserver(() => index.style.setProperty("--finder", `${finder.offsetHeight}px`)).observe(finder);

  field.addEventListener("focus", readTexts);
  field.addEventListener("input", () => ask({ ...asked, search: field.value }));
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !field.value) return;
    event.stopPropagation();
    event.preventDefault();
    ask({ ...asked, search: "" });
  });

  /** What is on, each with its ×. @returns {HTMLElement[]} */
  function chips() {
    const chip = (/** @type {string} */ text, /** @type {() => void} */ drop) => {
      const made = button("chip on", "", () => {
        const at = [...on.children].indexOf(made);
        drop();
        /** @type {HTMLElement} */ (on.children[Math.min(at, on.children.length - 1)] ?? field).focus();
      });
      made.setAttribute("aria-label", words().remove(text));
      made.append(element("span", {}, [text]), element("span", { class: "times", "aria-hidden": "true" }, ["×"]));
      return made;
    };
    const made = conditions(asked).flatMap((condition) => {
      if (condition === "search") return [];
      if (condition === "certain") return chip(words().certainOnly, () => ask({ ...asked, certain: false }));
      return [...(asked.chosen[condition] ?? [])].map((value) =>
        chip(words().named(shortName(condition), label(condition, value)), () => toggle(condition, value)),
      );
    });
    if (conditions(asked).length) {
      const clear = button("finder-clear", words().clearAll, () => {
        ask(NOTHING_ASKED);
        field.focus();
      });
      made.push(clear);
    }
    return made;
  }

  /** Which filter to loosen, with a button that does it. @returns {HTMLElement[]} */
  function remedies() {
    const ways = loosen(items, asked);
    const many = (/** @type {Condition} */ one) => words().quoted(told(one, words().named));
    const said = ways.slice(0, SUGGESTED).map(({ drop, many: would }) => {
      const what = drop.map((one) => (one === "search" ? told(one, words().named) : many(one))).join(words().and);
      return element("li", {}, [
        button("finder-loosen", words().without(what, would), () => {
          ask(without(asked, drop));
          field.focus();
        }),
      ]);
    });
    const title = element("p", { class: "finder-none" }, [words().nothingMatches]);
    return [title, said.length ? element("ul", {}, said) : element("p", {}, [words().noneAlone])];
  }

  function update() {
    if (asked.search) readTexts();
    const active = conditions(asked);
    const found = sift(items, asked);
    found.shown.forEach((now, i) => {
      if (now !== shown[i]) rows[i]?.classList.toggle("left-out", !now);
    });
    shown = found.shown;
    if (filters.isOpen()) {
      const certainly = asked.certain ? found.many : sift(items, { ...asked, certain: true }).many;
      filters.update(asked, found.counts, certainly);
    }
    filters.tell(active.filter((one) => one !== "search").length);
    on.replaceChildren(...chips());
    const count = active.length ? words().someOf(found.many, items.length) : "";
    status.textContent = found.many || !active.length ? count : "";
    tellCounts(count, shown);
    nothing.replaceChildren(...(active.length && !found.many ? remedies() : []));
    const said = active.map((one) => told(one, words().printed)).join(words().comma);
    printed.textContent = active.length ? words().inPrint(count, said) : "";
    show(shown, !active.length);
  }

  const total = document.querySelector(".how-many");
  const all = total?.textContent ?? "";
  const totalUnplaced = document.querySelector(".how-many-unplaced");
  const allUnplaced = totalUnplaced?.textContent ?? "";
  const unplaced = document.querySelector(".unplaced h2 .count");
  const listed = data.events.flatMap(({ at }, i) => (at ? [] : [i]));

  /** The counts that the document tells. @param {string} count @param {boolean[]} now */
  function tellCounts(count, now) {
    if (total) total.textContent = count || all;
    const some = listed.filter((i) => now[i]).length;
    if (totalUnplaced) totalUnplaced.textContent = count ? words().andUnplaced(some) : allUnplaced;
    if (unplaced) unplaced.textContent = count ? words().ofMany(some, listed.length) : `${listed.length}`;
  }

  const idle = window.requestIdleCallback ?? ((/** @type {() => void} */ call) => setTimeout(call, 300));
  idle(readTexts);
  return {
    reveal(n) {
      const at = data.events.findIndex((event) => event.n === n);
      if (at >= 0 && !shown[at]) ask(NOTHING_ASKED);
    },
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
