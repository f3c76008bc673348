// folium.plugins.Search: finds a feature or marker by a property, and shows it.
import leaflet from "leaflet";
import "./search.css";

/** @type {any} */
const L = leaflet;

/** Visits each single layer in a group. @param {any} layer @param {(single: any) => void} visit */
function eachLayer(layer, visit) {
  if (layer.eachLayer) layer.eachLayer((/** @type {any} */ child) => eachLayer(child, visit));
  else visit(layer);
}

L.Control.Search = L.Control.extend({
  options: { position: "topleft", propertyName: "title", textPlaceholder: "Search", collapsed: false },

  /** @this {any} */
  onAdd() {
    const { collapsed, textPlaceholder } = this.options;
    const box = L.DomUtil.create("form", "leaflet-bar leaflet-control-search");
    L.DomEvent.disableClickPropagation(box);
    const id = `search-${L.stamp(this)}`;
    const names = L.DomUtil.create("datalist", "", box);
    names.id = id;
    const input = L.DomUtil.create("input", "search-input", box);
    Object.assign(input, { type: "search", placeholder: textPlaceholder, ariaLabel: textPlaceholder, autocomplete: "off" });
    input.setAttribute("list", id);
    input.hidden = collapsed;
    const button = L.DomUtil.create("button", "search-button", box);
    button.title = button.ariaLabel = textPlaceholder;
    button.innerHTML = '<svg viewBox="0 0 20 20" aria-hidden="true"><circle cx="8.5" cy="8.5" r="5"/><path d="m12.3 12.3 5 5"/></svg>';
    L.DomEvent.on(input, "focus", () => {
      names.replaceChildren(...[...this._layersByName().keys()].map((value) => Object.assign(document.createElement("option"), { value })));
    });
    L.DomEvent.on(input, "input", () => {
      input.setCustomValidity("");
      if (!input.value) this._clearHighlight();
      // A name that is chosen from the list.
      else if (this._layersByName().has(input.value)) this._find(input);
    });
    L.DomEvent.on(box, "submit", (/** @type {Event} */ event) => {
      event.preventDefault();
      // Without a text, the button opens and closes a collapsed field.
      if (input.hidden || !input.value) {
        input.hidden = collapsed && !input.hidden;
        input.focus();
        if (input.hidden) this.fire("search:collapsed");
      } else this._find(input);
    });
    return box;
  },

  /** @this {any} @returns {Map<string, any>} layers by their names */
  _layersByName() {
    const { layer, propertyName } = this.options;
    const layersByName = new Map();
    eachLayer(layer, (child) => {
      const name = child.feature?.properties?.[propertyName] ?? child.options[propertyName];
      if (name !== undefined && name !== null) layersByName.set(`${name}`, child);
    });
    return layersByName;
  },

  /** @this {any} @param {HTMLInputElement} input */
  _find(input) {
    const layersByName = this._layersByName();
    const text = input.value.toLowerCase();
    const beginsWithText = (/** @type {string} */ key) => key.toLowerCase().startsWith(text);
    const name = layersByName.has(input.value) ? input.value : [...layersByName.keys()].find(beginsWithText);
    input.setCustomValidity(name === undefined ? "Not found" : "");
    if (name === undefined) return void input.reportValidity();
    this._clearHighlight();
    this._show(layersByName.get(name), name);
  },

  /** @this {any} @param {any} found a single layer @param {string} name */
  _show(found, name) {
    const map = this._map;
    const { layer, style, zoom } = this.options;
    // A circle has both: it is shown as an area.
    const isPoint = found.getLatLng && !found.getBounds;
    // As `fitBounds`, which takes no other zoom.
    const view = isPoint ? { center: found.getLatLng(), zoom: map.getZoom() } : map._getBoundsCenterZoom(found.getBounds());
    const open = () => found.openPopup?.();
    map.setView(view.center, zoom ?? view.zoom, { animate: false });
    if (layer.zoomToShowLayer && isPoint) layer.zoomToShowLayer(found, open);
    else open();
    if (isPoint) this._ring = L.circleMarker(view.center, { radius: 16, color: "#e00033", weight: 3, fill: false, interactive: false }).addTo(map);
    if (style && found.setStyle) {
      const before = Object.fromEntries(Object.keys(style).map((key) => [key, found.options[key]]));
      this._undo = () => found.setStyle(before);
      found.setStyle(style);
    }
    this.fire("search:locationfound", { latlng: view.center, layer: found, text: name });
  },

  /** @this {any} */
  _clearHighlight() {
    this._ring?.remove();
    this._undo?.();
    delete this._undo;
  },
});
Object.assign(L.Control.Search.prototype, L.Evented.prototype);
