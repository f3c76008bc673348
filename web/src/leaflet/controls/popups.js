// Popups and tooltips: open from the start, safe links, names for the keyboard, Escape.
import L from "leaflet";

/** Opens the popup of a layer when the layer is on the map. @param {any} layer */
export function openWhenShown(layer) {
  if (layer._map) layer.openPopup();
  else layer.once("add", () => setTimeout(() => layer.openPopup(), 0));
}

/** Makes links open in a new tab and send no referrer; removes links with other protocols, such as javascript. @param {HTMLElement} root */
function secureLinks(root) {
  for (const link of root.querySelectorAll("a[href]")) {
    const { protocol } = /** @type {HTMLAnchorElement} */ (link);
    if (["http:", "https:", "mailto:"].includes(protocol)) {
      link.setAttribute("rel", "noopener noreferrer");
      link.setAttribute("target", "_blank");
    } else if (!link.getAttribute("href")?.startsWith("#")) {
      link.removeAttribute("href");
    }
  }
}

/** Gives a line or area that has a tooltip an accessible name. @param {any} layer */
function nameShape(layer) {
  const content = layer._path && layer.getTooltip?.()?.getContent();
  if (typeof content !== "string") return;
  const text = new DOMParser().parseFromString(content, "text/html").body.textContent ?? "";
  layer._path.setAttribute("role", "img");
  layer._path.setAttribute("aria-label", text.trim());
}

/** @this {L.Map} */
function guardPopups() {
  this.on("layeradd", ({ layer }) => setTimeout(() => nameShape(layer), 0)); // Later: its tooltip is bound after it is added.
  // Leaflet handles Escape only while the map has the focus, not a marker or the popup.
  this.getContainer().addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !this._popup?.isOpen()) return;
    const opener = this._popup._source?._icon ?? this._popup._source?._path;
    this.closePopup();
    (opener ?? this.getContainer()).focus?.({ preventScroll: true });
  });
  this.on("popupopen tooltipopen", (/** @type {any} */ event) => {
    const element = (event.popup ?? event.tooltip).getElement();
    if (element) secureLinks(element);
  });
}
L.Map.addInitHook(guardPopups);
