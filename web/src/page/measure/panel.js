// Panel of the measuring tool: the measured lengths, bearings and area.
import { addControl } from "../map/controls.js";
import { button, element } from "../dom.js";
import { bearing, digits, NAUTICAL_MILE } from "../../polar/measurement.js";
import { formatNumber, translate, translateElement } from "../i18n.js";

const L = window.L;

/** @typedef {import("../../polar/measurement.js").Leg} Leg */
/** @typedef {import("../../polar/measurement.js").Measurement} Measurement */
/**
 * @typedef {object} PanelState
 * @property {"off" | "setting" | "ended"} stage
 * @property {boolean} byKeys
 * @property {number} places how many are set
 * @property {Measurement} measured
 * @property {Leg | null} live the leg to the pointer
 */

/** A length in kilometres and nautical miles. @param {number} metres */
const lengths = (metres) =>
  [metres / 1000, metres / NAUTICAL_MILE].map((length) => formatNumber(length, digits(length)));

/** Three figures before the decimal mark, as on a chart. @param {number} azimuth */
function degrees(azimuth) {
  const text = formatNumber(bearing(azimuth), 1);
  const integer = /^\d+/.exec(text)?.[0] ?? "";
  return `${"0".repeat(Math.max(0, 3 - integer.length))}${text}°`;
}

/** @param {string} name @param {Leg} leg @param {string} [kind] */
function row(name, { metres, azimuth }, kind = "") {
  const [km, miles] = lengths(metres);
  const cells = [degrees(azimuth), km, miles].map((text) => element("td", {}, [text]));
  return element("tr", { class: kind }, [element("th", { scope: "row" }, [name]), ...cells]);
}

/** @param {PanelState} state */
function table({ measured: { legs, metres }, live }) {
  const head = ["leg", "bearing", "km", "miles"].map((name) => element("th", { scope: "col" }, [translate(`measure.${name}`)]));
  const rows = legs.map((leg, i) => row(`${i + 1}`, leg));
  if (live) rows.push(row(`${legs.length + 1}`, live, "live"));
  const [km, miles] = lengths(metres + (live?.metres ?? 0));
  const totals = ["", km, miles].map((text) => element("td", {}, [text]));
  const total = [element("th", { scope: "row" }, [translate("measure.total")]), ...totals];
  return element("table", {}, [
    element("thead", {}, [element("tr", {}, head)]),
    element("tbody", {}, rows),
    ...(rows.length > 1 ? [element("tfoot", {}, [element("tr", {}, total)])] : []),
  ]);
}

/** @param {Measurement} found */
function areaText({ area, crosses }) {
  if (crosses) return translate("measure.crosses");
  const km2 = (area ?? 0) / 1e6;
  return area === null ? "" : translate("measure.area", { km2: formatNumber(km2, digits(km2)) });
}

/** What a screen reader says: the last leg and the total. @param {Measurement} found with a leg */
function spokenSummary({ legs, metres }) {
  const leg = legs[legs.length - 1];
  const [km, miles] = lengths(leg.metres);
  const [allKm, allMiles] = lengths(metres);
  return translate("measure.said", { n: legs.length, azimuth: degrees(leg.azimuth), km, miles, allKm, allMiles });
}

/** How to go on. @param {PanelState} state */
function hint({ stage, byKeys, places }) {
  if (stage === "ended") return "";
  if (byKeys) return translate("measure.byKeys");
  return translate(places < 3 ? "measure.byPointer" : "measure.byPointerClosing");
}

/**
 * @param {L.Map} map
 * @param {{undo: () => void, again: () => void, end: () => void, leave: () => void}} acts
 */
export function measuringPanel(map, acts) {
  const box = translateElement(element("section", { class: "tool-panel measure-panel" }), { "aria-label": ["measure.title"] });
  const title = translateElement(element("h2"), { text: ["measure.title"] });
  const close = translateElement(button("measure-close", "×", acts.leave), { "aria-label": ["measure.leave"] });
  const body = element("div", { class: "measure-legs", tabindex: "0" });
  translateElement(body, { "aria-label": ["measure.legs"] });
  const area = element("p", { class: "measure-size" });
  const help = element("p", { class: "measure-help" });
  const end = translateElement(button("", "", acts.end), { text: ["measure.end"] });
  const undo = translateElement(button("", "", acts.undo), { text: ["measure.undo"] });
  const againButton = translateElement(button("", "", acts.again), { text: ["measure.again"] });
  const status = element("p", { class: "sr-only", role: "status" });
  box.append(title, close, body, area, help, element("div", { class: "measure-does" }, [end, undo, againButton]), status);
  /** @type {PanelState | null} */
  let current = null;

  L.DomEvent.disableScrollPropagation(box);
  addControl(map, "bottomleft", box);

  return {
    box,
    /** @param {PanelState} state */
    update(state) {
      current = state;
      box.hidden = state.stage === "off";
      if (box.hidden) return;
      const legCount = state.measured.legs.length + (state.live ? 1 : 0);
      body.replaceChildren(...(legCount ? [table(state)] : []));
      body.hidden = !legCount;
      body.scrollTop = body.scrollHeight;
      area.textContent = areaText(state.measured);
      help.textContent = hint(state);
      end.hidden = state.stage === "ended" || state.places < 2;
      undo.hidden = !state.places;
      againButton.hidden = state.stage !== "ended";
    },
    /** Announces the last leg and the total to screen readers. */
    announce() {
      if (current?.measured.legs.length) status.textContent = spokenSummary(current.measured);
    },
  };
}
