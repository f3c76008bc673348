// On a small screen a symbol that is tapped tells its title and date over the map's foot.
import { button, element } from "./making.js";
import { narrow } from "./narrow.js";
import { worded } from "./words.js";

/**
 * @param {L.Map} map
 * @returns {{show: (n: number) => void, hide: () => void}} what was chosen, and that nothing is
 */
export function sheet(map) {
  const said = element("p");
  let now = 0;
  const more = worded(button("", " ", () => document.getElementById(`record-${now}`)?.scrollIntoView({ block: "start" })), { text: ["card.more"] });
  const box = element("div", { class: "mark-sheet", hidden: "" }, [said, more]);
  map.getContainer().append(box);
  window.L.DomEvent.disableClickPropagation(box);
  return {
    show(n) {
      now = n;
      const row = document.getElementById(`record-${n}`);
      const text = (/** @type {string} */ part) => row?.querySelector(part)?.textContent ?? "";
      said.replaceChildren(`${n} · ${text(".pick-title")}`, element("i", {}, [text(".pick-date")]));
      box.hidden = !narrow.matches;
    },
    hide: () => void (box.hidden = true),
  };
}
