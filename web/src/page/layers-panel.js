// The list of layers, which folds away.
import { narrow } from "./narrow.js";
import { retell, worded } from "./words.js";

/** @param {L.Map} map @returns {HTMLElement | null} */
export const layersPanel = (map) => map.getContainer().querySelector(".leaflet-control-layers");

/**
 * A button that shows or hides a part of the list of layers.
 * @param {Element} panel @param {string} text key of what it says @param {string} state class while hidden
 * @param {boolean} hidden at first
 */
function folding(panel, text, state, hidden) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "fold";
  worded(button, { text: [text] });
  const set = (/** @type {boolean} */ on) => {
    panel.classList.toggle(state, on);
    button.setAttribute("aria-expanded", `${!on}`);
  };
  set(hidden);
  button.addEventListener("click", () => set(!panel.classList.contains(state)));
  return button;
}

/** The list folds away, and starts so where it would hide the map. @param {L.Map} map */
export function foldLayers(map) {
  const panel = layersPanel(map);
  if (!panel) return;
  // Leaflet writes the list anew, and a line's name only once it is pointed at.
  map.on("overlayadd overlayremove projectionchange", () => setTimeout(() => retell(panel), 0));
  map.on("tooltipopen", ({ tooltip }) => retell(tooltip.getElement() ?? panel));
  panel.prepend(folding(panel, "layers.title", "folded", narrow.matches));
  if (panel.querySelectorAll(".leaflet-control-layers-group").length > 1) {
    panel.append(folding(panel, "layers.more", "records-only", true));
  }
}
