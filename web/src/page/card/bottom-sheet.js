// Small screens: the title and date of a tapped mark, at the foot of the map.
import { recordLine, partText } from "../list/record-list.js";
import { button, element } from "../dom.js";
import { narrow } from "../screen-size.js";
import { translateElement } from "../i18n.js";

/**
 * @param {L.Map} map
 * @returns {{show: (n: number) => void, hide: () => void}} what was chosen, and that nothing is
 */
export function bottomSheet(map) {
  const said = element("p");
  let now = 0;
  const more = translateElement(button("", " ", () => recordLine(now)?.scrollIntoView({ block: "start" })), { text: ["card.more"] });
  const box = element("div", { class: "mark-sheet", hidden: "" }, [said, more]);
  map.getContainer().append(box);
  window.L.DomEvent.disableClickPropagation(box);
  return {
    show(n) {
      now = n;
      const row = recordLine(n);
      said.replaceChildren(`${n} · ${partText(row, ".pick-title")}`, element("i", {}, [partText(row, ".pick-date")]));
      box.hidden = !narrow.matches;
    },
    hide: () => void (box.hidden = true),
  };
}
