// On a small screen, in place of the ticks, a line that opens a list of the records off the sheet.
import { button, element } from "../dom.js";
import { onLanguage, translate } from "../i18n.js";
import { keySymbol } from "../marks/record-mark.js";
import { meridianText, nameOfGroup } from "./drawing.js";
import { groupsOf, isOffSheet } from "./off-sheet-places.js";

/** Adds it below the map. @param {number} south @param {import("./round-sheet.js").SheetParts} parts */
export function addList(south, { mapRecords, query, selection }) {
  const [summary, list] = [element("summary"), element("ul")];
  document.querySelector(".plate")?.after(element("details", { class: "off-sheet-list" }, [summary, list]));
  const update = () => {
    const records = [...mapRecords.values()].filter(({ event, out }) => !out && isOffSheet(event, south)).map(({ event }) => event);
    const groups = groupsOf(records).sort((a, b) => a.lon - b.lon);
    summary.textContent = translate("sheet.offSheet", { n: records.length, places: translate("sheet.places", { n: groups.length }) });
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
