// Summary beside the timeline: the period, the number of records in it, and those without a date.
import { button, element } from "../dom.js";
import { translate, translateElement } from "../i18n.js";

/**
 * @param {import("../query/query.js").PageQuery} query
 * @param {ReturnType<typeof import("./period-field.js").periodField>} field
 * @param {{play: () => void, reset: () => void}} act
 * @param {import("../payload.js").PageData["sides"]} sides
 */
export function timelineSummary(query, field, { play, reset }, sides) {
  const count = element("p");
  const undated = button("timeline-undated", "", () => {
    const conditions = query.conditions();
    query.set({ ...conditions, undated: !conditions.undated });
  });
  translateElement(undated, { title: ["time.undatedHint"] });
  // Without a period the number is a text, with one a button that adds records without a date.
  const undatedText = element("span");
  const playButton = translateElement(button("timeline-play", "", play), { text: ["time.play"] });
  const resetButton = translateElement(button("timeline-reset", "", reset), { text: ["time.all"] });
  const tools = element("div", { class: "timeline-tools" }, [playButton, resetButton]);
  const counts = element("div", { class: "timeline-count" }, [count, element("p", {}, [undated, undatedText])]);
  const body = element("div", { class: "timeline-summary" }, [...field.parts, tools, counts, ...sidesKey(sides)]);
  field.onFault((on) => void (counts.hidden = on));

  return {
    body,
    /** @param {boolean} on */
    playing(on) {
      translateElement(playButton, { text: [on ? "time.pause" : "time.play"] });
      playButton.classList.toggle("on", on);
    },
    /**
     * @param {number} dated number of records shown with a date @param {number} without number of those without a date
     * @param {boolean} changed whether the view is not that of the start
     */
    update(dated, without, changed) {
      const [conditions, result] = [query.conditions(), query.result()];
      field.update();
      count.hidden = !query.items.length;
      count.textContent = conditions.period ? inPeriod(conditions, result) : translate("time.dated", { n: dated });
      const words = translate("time.undated", { n: without });
      undated.hidden = !without || !conditions.period;
      undated.textContent = conditions.period ? words : "";
      undated.setAttribute("aria-pressed", `${conditions.undated}`);
      undatedText.textContent = without && !conditions.period ? words : "";
      /** @type {HTMLButtonElement} */ (resetButton).disabled = !conditions.period && !changed;
    },
  };
}

/** Where the bars of each side are. @param {import("../payload.js").PageData["sides"]} sides */
function sidesKey(sides) {
  if (!sides?.right) return [];
  const parts = /** @type {const} */ (["left", "right"]).map((side) => {
    const name = element("b", { class: `who side-${side}` }, [sides[side].name]);
    name.dataset.w = "";
    return element("span", {}, [name, " ", translateElement(element("span"), { text: [`time.sides.${side}`] })]);
  });
  return [element("p", { class: "timeline-sides" }, [...parts, translateElement(element("span"), { text: ["time.sides.both"] })])];
}

/** The number of records in the period, in words. @param {import("../query/filter.js").QueryValues} conditions @param {ReturnType<typeof import("../query/filter.js").filterRecords>} result */
function inPeriod(conditions, result) {
  const n = result.count - (conditions.undated ? result.undated : 0);
  if (conditions.certain) return translate("time.certainly", { n });
  const inIt = translate("time.inIt", { n });
  return result.possibly ? translate("time.possibly", { inIt, n: result.possibly }) : inIt;
}
