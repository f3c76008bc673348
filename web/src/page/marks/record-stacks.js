// Record stacks: records that stand for the same regions have one symbol, over the name of the region, and a card with
// a list of them.
import { placePopup, popupOptions } from "../card/popup.js";
import { element, svg, themeSymbol } from "../dom.js";
import { onLanguage, translate, translateText } from "../i18n.js";
import { recordLine } from "../list/record-list.js";
import { regionNames } from "../map/region-shapes.js";
import { wide } from "../screen-size.js";
import { RecordMark } from "./record-mark.js";

/** From the name of a region to the middle of its stack, pixels. */
const LIFT = 24;
/** How high a symbol is; what of a stack is wider has round ends. */
const HIGH = 26;
/** Where the signs of a symbol are drawn: see `DOUBT` and `NEWS` in geotrack/mapview/symbols.py. */
const SIGNS = /** @type {Record<string, string>} */ ({ doubt: "18 -3.5 14 14", new: "-4 -3.5 14 14", changed: "-4 -3.5 14 14" });
const STATES = ["stands-out", "stands-back", "only-possible", "chosen", "hovered"];

/** @typedef {import("./map-record.js").MapRecord} MapRecord */
/** @typedef {ReturnType<typeof import("../card/selected-record.js").recordSelection>} Selection */

const StackMark = /* @__PURE__ */ RecordMark.extend({
  /** @this {any} @param {MapRecord} first of its records @param {import("../payload.js").Theme} theme @param {string} name of its regions */
  initialize(first, theme, name) {
    RecordMark.prototype.initialize.call(this, first.event, theme);
    this.pill = element("div", { class: "stack-pill" });
    this.options.icon.options.html.replaceChildren(this.pill);
    this.options.icon.options.className = "event-mark record-stack";
    Object.assign(this, { name, lift: LIFT, wide: 0, text: "" });
  },

  /** @this {any} */
  _name() {
    this._icon.setAttribute("aria-label", `${this.text}: ${this.name}`);
  },

  /** @this {any} @param {MapRecord[]} records that it stands for now @param {Record<string, string>} colours of themes @param {boolean} paper */
  show(records, colours, paper) {
    const themes = [...new Set(records.map(({ event }) => event.theme))];
    const signs = [...new Set(records.flatMap(({ event }) => event.signs ?? []))];
    this.text = translate("finder.records", { n: records.length });
    this.pill.replaceChildren(
      ...themes.map((theme) => themeSymbol(theme, colours[theme])),
      element("span", {}, [paper ? records.map(({ event }) => event.n).join(" ") : this.text]),
      ...signs.map((sign) => svg("svg", { class: `symbol stack-${sign}`, viewBox: SIGNS[sign] }, [svg("use", { href: `#${sign}` })])),
    );
    this.pill.style.setProperty("--theme", themes.length > 1 ? "var(--quiet)" : colours[themes[0]]);
    this._name();
    this.wide = Math.max(0, this.pill.offsetWidth - HIGH) / 2;
  },
});

/**
 * The card of a stack: lines as in the list.
 * @param {string} name @param {any} mark @param {MapRecord[]} records @param {Selection} selection
 */
function stackCard(name, mark, records, selection) {
  const lines = records.map(({ event: { n } }) => {
    const row = /** @type {HTMLElement} */ (recordLine(n));
    const pick = /** @type {HTMLElement} */ (row.querySelector(".pick")?.cloneNode(true));
    pick.removeAttribute("aria-describedby");
    const line = element("li", {}, [pick]);
    line.style.setProperty("--theme", getComputedStyle(row).getPropertyValue("--theme"));
    pick.addEventListener("click", () => {
      // Closed again, the record's card gives the focus back to the stack.
      mark._icon.focus({ preventScroll: true });
      selection.choose(n);
    });
    return line;
  });
  const title = element("h2", {}, [name]);
  return element("div", { class: "stack-card" }, [element("p", { class: "card-kind" }, [mark.text]), title, element("ul", {}, lines)]);
}

/** One stack. */
class RecordStack {
  /** @param {L.Map} map @param {import("../payload.js").PageData} data @param {MapRecord[]} members */
  constructor(map, data, members) {
    this.map = map;
    this.members = members;
    this.colours = Object.fromEntries(Object.entries(data.themes).map(([theme, { colour }]) => [theme, colour]));
    const ids = members[0].event.shapes.flatMap((shape) => (shape.kind === "region" ? shape.id : []));
    this.names = data.regions.filter(({ id }) => ids.includes(id)).map(({ name }) => name);
    this.lettering = regionNames(data, ids.slice(0, 1));
    this.mark = new StackMark(members[0], data.themes[members[0].event.theme], "");
    /** Those that it stands for now. @type {MapRecord[]} */
    this.records = [];
    this.last = "";
  }

  get name() {
    return this.names.map(translateText).join(", ");
  }

  /** Gathers those of its records that are on the map. @param {boolean} paper */
  update(paper) {
    const shown = this.members.filter(({ shown, out }) => shown && !out);
    this.records = shown.length > 1 ? shown : [];
    for (const member of this.members) {
      member.stack = this.records.includes(member) ? this.mark : null;
      member.shown?._icon.classList.toggle("in-stack", member.stack !== null);
    }
    if (!this.records.length) {
      this.mark.remove();
      this.lettering.remove();
      return;
    }
    if (!this.mark._map) {
      this.mark.addTo(this.map);
      this.lettering.addTo(this.map);
    }
    const now = `${paper} ${translate("finder.records", { n: 2 })} ${this.records.map(({ event }) => event.n)}`;
    if (now !== this.last) {
      this.mark.name = this.name;
      this.mark.show(this.records, this.colours, paper);
      if (this.last && this.mark.isPopupOpen()) this.mark.getPopup().update();
      this.last = now;
    }
    this.updateState();
  }

  /** Its symbol is paler where all of its records are, and stands out where one does. */
  updateState() {
    const icons = this.records.map(({ mark }) => mark._icon.classList);
    for (const state of STATES) {
      const all = state === "stands-back" || state === "only-possible";
      this.mark._icon?.classList.toggle(state, icons[all ? "every" : "some"]((classes) => classes.contains(state)));
    }
  }

  /** Its symbol opens a card. @param {Selection} selection */
  listen(selection) {
    const { map, mark } = this;
    const bind = () => {
      mark.unbindPopup();
      mark.bindPopup(() => stackCard(this.name, mark, this.records, selection), popupOptions());
    };
    bind();
    wide.addEventListener("change", bind);
    mark.on("popupopen", (/** @type {any} */ { popup }) => {
      placePopup(map, popup, mark);
      popup.getElement().querySelector(".pick")?.focus({ preventScroll: true });
    });
    mark.on("popupclose", () => {
      if (document.activeElement?.closest(".stack-card")) mark._icon?.focus({ preventScroll: true });
    });
  }
}

/**
 * @param {L.Map} map @param {import("../payload.js").PageData} data @param {Map<number, MapRecord>} mapRecords
 * @param {Selection} selection @param {(map: L.Map) => void} apart moves symbols apart
 * @returns {() => void} updates the stacks
 */
export function createRecordStacks(map, data, mapRecords, selection, apart) {
  const stacks = (data.stacks ?? []).map(
    (numbers) => new RecordStack(map, data, numbers.flatMap((n) => mapRecords.get(n) ?? [])),
  );
  let paper = false;
  const update = () => stacks.forEach((stack) => stack.update(paper));
  for (const stack of stacks) stack.listen(selection);
  selection.onState(() => stacks.forEach((stack) => stack.updateState()));
  onLanguage(update);
  // Paper has a table with these numbers. Before the map is fitted to it.
  for (const [when, now] of /** @type {const} */ ([["beforeprint", true], ["afterprint", false]])) {
    window.addEventListener(when, () => {
      paper = now;
      update();
      apart(map);
    });
  }
  update();
  return update;
}
