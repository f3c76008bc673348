// Chips of the filters: one for each value, with the number of records that it would leave.
import { NONE } from "./filter.js";
import { button, element, themeSymbol } from "../dom.js";
import { translateElement } from "../i18n.js";

/** @typedef {import("./filter.js").Group} Group */
/** @typedef {import("./filter.js").QueryValues} QueryValues */

/** Number of chips of a long group before the reader asks for more. */
const FIRST_CHIPS = 6;
/** The greatest number of chips of a group: a search is quicker than to read more. */
const MAX_CHIPS = 300;

/**
 * A button that shows the rest of a long group, and hides it again.
 * @param {number} count of all choices
 * @param {() => HTMLElement[]} createRest creates the other chips, at first use
 * @param {() => void} onOpen called after it has shown or hidden them
 */
function createMoreButton(count, createRest, onOpen) {
  /** @type {HTMLElement[]} */
  let chips = [];
  const moreButton = button("chips-more", "", () => {
    const opening = moreButton.getAttribute("aria-expanded") !== "true";
    update(opening);
    if (opening && !chips.length) {
      chips = createRest();
      moreButton.before(...chips);
    }
    for (const chip of chips) chip.hidden = !opening;
    onOpen();
  });
  const update = (/** @type {boolean} */ open) => {
    moreButton.setAttribute("aria-expanded", `${open}`);
    translateElement(moreButton, { text: open ? ["finder.fewer"] : ["finder.all", { n: count }] });
  };
  update(false);
  return moreButton;
}

/**
 * @param {object} page
 * @param {(group: Group, value: number) => string} page.label
 * @param {(group: Group, value: number) => void} page.toggle
 * @param {(value: number) => string | undefined} page.symbolOf the id of a theme
 * @param {(theme: string) => string} page.colourOf
 * @param {((value: number) => string | undefined) | null} page.sideOf the side of a country; null on a map without sides
 * @param {() => void} page.opened called when the panel or a long group is opened
 */
export function filterChips({ label, toggle, symbolOf, colourOf, sideOf, opened }) {
  /** @type {{group: Group, value: number, chip: HTMLElement, name: HTMLElement, count: HTMLElement}[]} */
  const chips = [];

  /** @param {Group} group @param {number} value */
  function chipOf(group, value) {
    const chip = button("chip", "", () => toggle(group, value));
    const theme = group === "theme" ? symbolOf(value) : undefined;
    if (theme) chip.append(themeSymbol(theme, colourOf(theme)));
    const side = group === "country" ? sideOf?.(value) : undefined;
    if (side) chip.append(element("i", { class: `key-side side-${side}` }));
    const count = element("span", { class: "chip-count" });
    const name = element("span", { class: value === NONE ? "chip-none" : "" }, [label(group, value)]);
    chip.append(name, count);
    chip.setAttribute("aria-pressed", "false");
    chips.push({ group, value, chip, name, count });
    return chip;
  }

  return {
    /** The chips of a group. @param {Group} group @param {import("./filter.js").Choice[]} choices */
    row(group, choices) {
      const createChips = (/** @type {typeof choices} */ part) => part.map(({ value }) => chipOf(group, value));
      // One or two more chips take no more room than the button would.
      const firstCount = choices.length > FIRST_CHIPS + 2 ? FIRST_CHIPS : choices.length;
      const row = element("div", { class: "chips" }, createChips(choices.slice(0, firstCount)));
      if (firstCount < choices.length) {
        row.append(createMoreButton(choices.length, () => createChips(choices.slice(FIRST_CHIPS, MAX_CHIPS)), opened));
      }
      return row;
    },
    /** The chips are no longer in use. */
    forget: () => void (chips.length = 0),
    /** Updates the labels after a change of language. */
    rename() {
      for (const { group, value, name } of chips) name.textContent = label(group, value);
    },
    /** @param {QueryValues} conditions @param {Record<Group, Map<number, number>>} counts */
    update(conditions, counts) {
      for (const { group, value, chip, count } of chips) {
        const number = counts[group].get(value) ?? 0;
        const pressed = `${conditions.chosen[group]?.has(value) ?? false}`;
        if (count.textContent !== `${number}`) count.textContent = `${number}`;
        if (chip.getAttribute("aria-pressed") !== pressed) chip.setAttribute("aria-pressed", pressed);
        chip.classList.toggle("empty", !number);
      }
    },
  };
}

/** The chip of the condition "certain only". @param {(on: boolean) => void} set */
export function certainChip(set) {
  const count = element("span", { class: "chip-count" });
  const chip = button("chip", "", () => set(chip.getAttribute("aria-pressed") !== "true"));
  chip.append(translateElement(element("span"), { text: ["finder.certainOnly"] }), count);
  chip.setAttribute("aria-pressed", "false");
  const hint = translateElement(element("p", { class: "chips-hint", id: "finder-certain" }), { text: ["finder.certainHint"] });
  chip.setAttribute("aria-describedby", hint.id);
  return {
    parts: [element("div", { class: "chips" }, [chip]), hint],
    /** @param {boolean} on @param {number} certainly number of records that it would leave */
    update(on, certainly) {
      count.textContent = `${certainly}`;
      chip.setAttribute("aria-pressed", `${on}`);
      chip.classList.toggle("empty", !certainly);
    },
  };
}
