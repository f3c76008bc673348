// The filters: a panel of chips, each with how many records it would leave.
import { GROUPS, NONE } from "./filtering.js";
import { button, element, themeKey } from "./making.js";
import { opens } from "./opened.js";
import { worded } from "./words.js";

/** @typedef {import("./filtering.js").Group} Group */

/** So many chips of a long group stand there at first. */
const FEW = 6;
/** Beyond this many a search is quicker. */
const MOST = 300;

/**
 * @param {import("./filtering.js").Choices} choices
 * @param {object} page
 * @param {(group: Group, value: number) => string} page.label
 * @param {(group: Group, value: number) => void} page.toggle
 * @param {boolean} page.certain whether anything is only possible
 * @param {(on: boolean) => void} page.setCertain
 * @param {(value: number) => string | undefined} page.symbolOf a theme's id
 * @param {(theme: string) => string} page.colourOf
 * @param {() => void} page.opened
 */
export function panel(choices, page) {
  const body = element("div", { class: "finder-panel", id: "finder-panel", hidden: "" });
  const many = element("span", { class: "finder-many" });
  const opener = button("finder-opener", "", () => open(body.hidden));
  opener.append(worded(element("span"), { text: ["finder.filters"] }), many);
  opener.setAttribute("aria-controls", body.id);
  opener.setAttribute("aria-expanded", "false");

  /** @param {boolean} on */
  function open(on) {
    body.hidden = !on;
    tell(on);
    opener.setAttribute("aria-expanded", `${on}`);
    if (on) page.opened();
  }

  const tell = opens(body, () => {
    open(false);
    opener.focus();
  });

  /** @type {{group: Group, value: number, chip: HTMLElement, name: HTMLElement, count: HTMLElement}[]} */
  const made = [];
  let certainCount = element("span", { class: "chip-count" });
  let certainChip = /** @type {HTMLElement | null} */ (null);

  /** @param {Group} group @param {number} value */
  function chipOf(group, value) {
    const chip = button("chip", "", () => page.toggle(group, value));
    const theme = group === "theme" ? page.symbolOf(value) : undefined;
    if (theme) chip.append(themeKey(theme, page.colourOf(theme)));
    const count = element("span", { class: "chip-count" });
    const name = element("span", { class: value === NONE ? "chip-none" : "" }, [page.label(group, value)]);
    chip.append(name, count);
    chip.setAttribute("aria-pressed", "false");
    made.push({ group, value, chip, name, count });
    return chip;
  }

  for (const group of GROUPS) {
    const all = choices[group];
    if (all.length < 2) continue; // one choice is none
    const row = element("div", { class: "chips" });
    const few = all.length > FEW + 2 ? all.slice(0, FEW) : all;
    row.append(...few.map(({ value }) => chipOf(group, value)));
    if (few.length < all.length) row.append(moreOf(group, all.slice(FEW, MOST), all.length));
    body.append(section(group, row));
  }
  if (page.certain) {
    certainChip = button("chip", "", () => page.setCertain(certainChip?.getAttribute("aria-pressed") !== "true"));
    certainChip.append(worded(element("span"), { text: ["finder.certainOnly"] }), certainCount);
    certainChip.setAttribute("aria-pressed", "false");
    const hint = worded(element("p", { class: "chips-hint", id: "finder-certain" }), { text: ["finder.certainHint"] });
    certainChip.setAttribute("aria-describedby", hint.id);
    body.append(section("certain", element("div", { class: "chips" }, [certainChip]), hint));
  }

  /** @param {Group} group @param {import("./filtering.js").Choice[]} rest @param {number} all */
  function moreOf(group, rest, all) {
    /** @type {HTMLElement[]} */
    let chips = [];
    const more = button("chips-more", "", () => {
      const opening = more.getAttribute("aria-expanded") !== "true";
      more.setAttribute("aria-expanded", `${opening}`);
      tell(opening);
      if (opening && !chips.length) {
        chips = rest.map(({ value }) => chipOf(group, value));
        more.before(...chips);
      }
      for (const chip of chips) chip.hidden = !opening;
      page.opened();
    });
    const tell = (/** @type {boolean} */ open) =>
      worded(more, { text: open ? ["finder.fewer"] : ["finder.all", { n: all }] });
    more.setAttribute("aria-expanded", "false");
    tell(false);
    return more;
  }

  return {
    opener,
    body,
    isOpen: () => !body.hidden,
    /** @param {number} on how many filters are on */
    tell(on) {
      many.textContent = on ? `${on}` : "";
    },
    /** In another language. */
    rename() {
      for (const { group, value, name } of made) name.textContent = page.label(group, value);
    },
    /**
     * @param {import("./filtering.js").Asked} asked
     * @param {Record<Group, Map<number, number>>} counts @param {number} certainly
     */
    update(asked, counts, certainly) {
      for (const { group, value, chip, count } of made) {
        const would = counts[group].get(value) ?? 0;
        const on = `${asked.chosen[group]?.has(value) ?? false}`;
        if (count.textContent !== `${would}`) count.textContent = `${would}`;
        if (chip.getAttribute("aria-pressed") !== on) chip.setAttribute("aria-pressed", on);
        chip.classList.toggle("empty", !would);
      }
      certainCount.textContent = `${certainly}`;
      certainChip?.setAttribute("aria-pressed", `${asked.certain}`);
      certainChip?.classList.toggle("empty", !certainly);
    },
  };
}

/** @param {Group | "certain"} group @param {HTMLElement[]} content */
function section(group, ...content) {
  const heading = worded(element("h2", { id: `finder-${group}-name` }), { text: [`finder.groups.${group}`] });
  return element("div", { class: `finder-group finder-${group}`, role: "group", "aria-labelledby": heading.id }, [
    heading,
    ...content,
  ]);
}
