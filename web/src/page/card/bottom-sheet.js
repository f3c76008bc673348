// Small screens: the title and date of a tapped mark, at the foot of the map.
import { button, element } from "../dom.js";
import { narrow } from "../screen-size.js";
import { translateElement } from "../i18n.js";

/**
 * @param {L.Map} map
 * @returns {{show: (record: import("../payload.js").PageRecord) => void, hide: () => void}}
 */
export function bottomSheet(map) {
  const heading = element("p");
  /** @type {HTMLElement | null} */
  let line = null;
  const moreButton = translateElement(button("", " ", () => line?.scrollIntoView({ block: "start" })), { text: ["card.more"] });
  const box = element("div", { class: "mark-sheet", hidden: "" }, [heading, moreButton]);
  map.getContainer().append(box);
  window.L.DomEvent.disableClickPropagation(box);
  return {
    show(record) {
      line = record.line;
      heading.replaceChildren(`${record.n} · ${record.title}`, element("i", {}, [record.dateParts.join(" ")]));
      box.hidden = !narrow.matches;
    },
    hide: () => void (box.hidden = true),
  };
}
