// Summary beside the timeline: the period, the number of records in it, and those without a date.
import { button, element } from "../dom.js";
import { formatPeriod } from "../query/periods.js";
import { translate, translateElement } from "../i18n.js";

/**
 * @param {import("../query/query.js").PageQuery} query
 * @param {{play: () => void, reset: () => void}} act
 */
export function timelineSummary(query, { play, reset }) {
  const title = element("h2", { class: "timeline-title" });
  const count = element("p");
  const undated = button("timeline-undated", "", () => {
    const asked = query.asked();
    query.ask({ ...asked, undated: !asked.undated });
  });
  translateElement(undated, { title: ["time.undatedHint"] });
  const plain = element("span");
  const playButton = translateElement(button("timeline-play", "", play), { text: ["time.play"] });
  const resetButton = translateElement(button("timeline-reset", "", reset), { text: ["time.reset"] });
  const tools = element("div", { class: "timeline-tools" }, [playButton, resetButton]);
  const body = element("div", { class: "timeline-summary" }, [
    title,
    element("div", { class: "timeline-count" }, [count, element("p", {}, [undated, plain])]),
    tools,
  ]);

  return {
    body,
    /** @param {boolean} on */
    playing(on) {
      translateElement(playButton, { text: [on ? "time.pause" : "time.play"] });
      playButton.classList.toggle("on", on);
    },
    /**
     * @param {number} dated how many of those shown have a date @param {number} without how many have none
     * @param {boolean} close whether less than the whole is in view
     */
    update(dated, without, close) {
      const [asked, found] = [query.asked(), query.found()];
      title.textContent = asked.period ? formatPeriod(asked.period) : translate("time.all");
      count.hidden = !query.items.length;
      count.textContent = asked.period ? inPeriod(asked, found) : translate("time.dated", { n: dated });
      const words = translate("time.undated", { n: without });
      undated.hidden = !without || !asked.period;
      undated.textContent = asked.period ? words : "";
      undated.setAttribute("aria-pressed", `${asked.undated}`);
      plain.textContent = without && !asked.period ? words : "";
      /** @type {HTMLButtonElement} */ (resetButton).disabled = !asked.period && !close;
    },
  };
}

/** @param {import("../query/filter.js").QueryValues} asked @param {ReturnType<typeof import("../query/filter.js").filterRecords>} found */
function inPeriod(asked, found) {
  const n = found.many - (asked.undated ? found.undated : 0);
  if (asked.certain) return translate("time.certainly", { n });
  const inIt = translate("time.inIt", { n });
  return found.possibly ? translate("time.possibly", { inIt, n: found.possibly }) : inIt;
}
