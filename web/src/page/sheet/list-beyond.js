// On a small screen, in place of the ticks, a line that opens a list of the records beyond the parallel.
import { button, element } from "../dom.js";
import { onLanguage, translate } from "../i18n.js";
import { keySymbol } from "../marks/record-mark.js";
import { meridianText, nameOfGroup } from "./drawing.js";
import { groupsOf, isBeyond } from "./places-beyond.js";

/** Adds it below the map. @param {number} south @param {import("./round-sheet.js").SheetParts} parts */
export function addList(south, { mapRecords, query, selection }) {
  const [summary, list] = [element("summary"), element("ul")];
  document.querySelector(".plate")?.after(element("details", { class: "beyond-list" }, [summary, list]));
  const update = () => {
    const beyond = [...mapRecords.values()].filter(({ event, out }) => !out && isBeyond(event, south)).map(({ event }) => event);
    const groups = groupsOf(beyond).sort((a, b) => a.lon - b.lon);
    summary.textContent = translate("sheet.beyond", { n: beyond.length, places: translate("sheet.places", { n: groups.length }) });
    list.replaceChildren(...groups.map(({ lon, records }) => {
      const symbols = records.map((record) => {
        const chooser = button("", "", () => selection.choose(record.n));
        chooser.append(keySymbol(record));
        chooser.setAttribute("aria-label", `${record.n}: ${record.title}`);
        return chooser;
      });
      return element("li", {}, [element("b", {}, [nameOfGroup(records)]), meridianText(lon), ...symbols]);
    }));
  };
  query.onChange(update);
  onLanguage(update);
  update();
}
