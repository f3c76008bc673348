// The list of layers, in a panel that a button opens; all but the records are folded at first.
import { element } from "../dom.js";
import { openerButton, addPanel } from "./panel-buttons.js";
import { retranslate, translateElement } from "../i18n.js";

/** The line of a theme in the list of layers. @param {string} theme */
export const themeLabel = (theme) =>
  document.querySelector(`.leaflet-control-layers use[href="#shape-${CSS.escape(theme)}"]`)?.closest("label");

/** @param {L.Map} map @returns {HTMLElement | null} */
const layerControl = (map) => map.getContainer().querySelector(".leaflet-control-layers");

/** A button that shows or hides all groups of the list but the records. @param {HTMLElement} panel */
function moreButton(panel) {
  const button = openerButton();
  button.className = "more-layers";
  translateElement(button, { text: ["layers.more"] });
  const setRecordsOnly = (/** @type {boolean} */ hidden) => {
    panel.classList.toggle("records-only", hidden);
    button.setAttribute("aria-expanded", `${!hidden}`);
  };
  setRecordsOnly(true);
  button.addEventListener("click", () => setRecordsOnly(!panel.classList.contains("records-only")));
  return button;
}

/** @param {L.Map} map */
export function addLayerList(map) {
  const control = layerControl(map);
  const list = control?.querySelector("form");
  if (!control || !list) return;
  const opener = translateElement(openerButton(), { text: ["layers.title"] });
  const panel = element("div");
  // The button announces the panel; Leaflet's attribute would make a menu of the whole control.
  control.removeAttribute("aria-haspopup");
  control.append(opener, panel);
  panel.append(list);
  if (control.querySelectorAll(".leaflet-control-layers-group").length > 1) panel.append(moreButton(panel));
  addPanel(map, control, opener, panel);
  // Leaflet rebuilds the list, and creates the tooltip of a line at hover.
  map.on("overlayadd overlayremove projectionchange", () => setTimeout(() => retranslate(panel), 0));
  map.on("tooltipopen", ({ tooltip }) => retranslate(tooltip.getElement() ?? panel));
}
