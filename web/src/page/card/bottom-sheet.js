// On a small screen a symbol that is tapped tells its title and date over the map's foot.
import { lineOf, partSaid } from "../list/record-list.js";
import { button, element } from "../dom.js";
import { narrow } from "../screen-size.js";
import { worded } from "../i18n.js";

/**
 * @param {L.Map} map
 * @returns {{show: (n: number) => void, hide: () => void}} what was chosen, and that nothing is
 */
export function sheet(map) {
  const said = element("p");
  let now = 0;
  const more = worded(button("", " ", () => lineOf(now)?.scrollIntoView({ block: "start" })), { text: ["card.more"] });
  const box = element("div", { class: "mark-sheet", hidden: "" }, [said, more]);
  map.getContainer().append(box);
  window.L.DomEvent.disableClickPropagation(box);
  return {
    show(n) {
      now = n;
      const row = lineOf(n);
      said.replaceChildren(`${n} · ${partSaid(row, ".pick-title")}`, element("i", {}, [partSaid(row, ".pick-date")]));
      box.hidden = !narrow.matches;
    },
    hide: () => void (box.hidden = true),
  };
}
