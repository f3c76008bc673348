// Panel of the filters, and the button that opens it.
import { certainChip, filterChips } from "./filter-chips.js";
import { GROUPS } from "./filter.js";
import { button, element } from "../dom.js";
import { closeOnEscape } from "../chrome/escape-key.js";
import { translateElement } from "../i18n.js";

/** @typedef {import("./filter.js").Group} Group */

/** Whether a group says who. @param {Group} group */
const isWho = (group) => group === "country" || group === "actor";

/** The groups on a map with sides: who stands right after the theme. @type {Group[]} */
const WITH_WHO = ["since", "theme", "country", "actor", ...GROUPS.filter((group) => !isWho(group) && group !== "since" && group !== "theme")];

/**
 * The button that opens the panel, with the number of filters that are on.
 * @param {HTMLElement} body of the panel @param {() => void} opened called after it was opened
 */
function openerOf(body, opened) {
  const activeCount = element("span", { class: "finder-many" });
  const opener = button("finder-opener", "", () => open(body.hidden));
  opener.append(translateElement(element("span"), { text: ["finder.filters"] }), activeCount);
  opener.setAttribute("aria-controls", body.id);
  opener.setAttribute("aria-expanded", "false");

  /** @param {boolean} on */
  function open(on) {
    body.hidden = !on;
    refresh(on);
    opener.setAttribute("aria-expanded", `${on}`);
    if (on) opened();
  }

  const refresh = closeOnEscape(body, () => {
    open(false);
    opener.focus();
  });
  return { opener, activeCount };
}

/**
 * @param {import("./filter.js").Choices} choices
 * @param {Parameters<typeof filterChips>[0]} page
 * @param {boolean} hasCertain whether to offer "certain only": some record may match only possibly
 * @param {(on: boolean) => void} setCertain
 */
export function filterPanel(choices, page, hasCertain, setCertain) {
  const body = element("div", { class: "finder-panel", id: "finder-panel", hidden: "" });
  const { opener, activeCount } = openerOf(body, () => {
    fill();
    page.opened();
  });
  const chips = filterChips(page);
  const certain = hasCertain ? certainChip(setCertain) : null;

  /** Fills the panel at its first opening. */
  function fill() {
    if (body.hasChildNodes()) return;
    for (const group of page.sideOf ? WITH_WHO : GROUPS) {
      if (choices[group].length < 2) continue; // nothing to choose
      body.append(section(page.sideOf && isWho(group) ? `who.${group}` : `groups.${group}`, chips.row(group, choices[group])));
    }
    if (certain) body.append(section("groups.certain", ...certain.parts));
  }

  return {
    opener,
    body,
    isOpen: () => !body.hidden,
    /** The choices are others: fills the panel again, now or when it is opened. */
    renew() {
      body.replaceChildren();
      chips.forget();
      if (!body.hidden) fill();
    },
    rename: chips.rename,
    /** @param {number} on number of filters that are on */
    refresh(on) {
      activeCount.textContent = on ? `${on}` : "";
    },
    /**
     * @param {import("./filter.js").QueryValues} conditions
     * @param {Record<Group, Map<number, number>>} counts @param {number} certainly number of certain matches
     */
    update(conditions, counts, certainly) {
      chips.update(conditions, counts);
      certain?.update(conditions.certain, certainly);
    },
  };
}

/** @param {string} name key of its name @param {HTMLElement[]} content */
function section(name, ...content) {
  const group = name.split(".")[1];
  const heading = translateElement(element("h2", { id: `finder-${group}-name` }), { text: [`finder.${name}`] });
  return element("div", { class: `finder-group finder-${group}`, role: "group", "aria-labelledby": heading.id }, [
    heading,
    ...content,
  ]);
}
