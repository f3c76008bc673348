// Presentation mode: the map and its caption fill the screen. The marking stays.
import { PRESENT, STOP_PRESENTING } from "../keyboard-shortcuts.js";
import { bind } from "../keyboard.js";
import { button } from "../dom.js";
import { addTool } from "../chrome/toolbar.js";
import { translateElement } from "../i18n.js";

/**
 * @param {L.Map} map
 * @param {HTMLElement} box the caption
 * @param {() => void} onChange called after it has begun or ended
 */
export function presentationMode(map, box, onChange) {
  const root = document.documentElement;
  const container = map.getContainer();
  let isOn = false;
  const opener = translateElement(button("present", "", () => begin()), { text: ["present.begin"], title: ["present.hint"] });
  addTool("present", opener);

  /** @param {boolean} presenting */
  function setPresenting(presenting) {
    isOn = presenting;
    document.body.classList.toggle("presenting", presenting);
    // The page's own title is hidden.
    box.querySelector(".caption-title")?.setAttribute("aria-level", presenting ? "1" : "2");
    // A click on the map would take the arrow keys from the scenes.
    if (presenting) {
      map.keyboard.disable();
      container.removeAttribute("tabindex");
    } else {
      container.tabIndex = 0;
      map.keyboard.enable();
    }
    map.invalidateSize({ animate: false });
    map.fire("wordschange"); // names are measured again: their letters are larger
    map.fire("scalechange");
    onChange();
    (presenting ? box : opener).focus({ preventScroll: true });
  }

  function begin() {
    if (isOn) return;
    setPresenting(true);
    // If the browser refuses, the page alone changes.
    root.requestFullscreen?.().catch(() => {});
  }

  function leave() {
    if (!isOn) return;
    if (document.fullscreenElement) document.exitFullscreen().catch(() => {});
    setPresenting(false);
  }

  document.addEventListener("fullscreenchange", () => {
    if (!document.fullscreenElement) leave();
  });
  bind(PRESENT, () => (isOn ? leave() : begin()));
  bind(STOP_PRESENTING, leave, () => isOn);
  return { isOn: () => isOn };
}
