// folium.plugins.Search: finds a feature or marker by a property, and shows it.
import leaflet from "leaflet";
import "./search.css";

/** @type {any} */
const L = leaflet;

/** Each single layer in a group. @param {any} layer @param {(one: any) => void} visit */
const each = (layer, visit) => (layer.eachLayer ? layer.eachLayer((/** @type {any} */ child) => each(child, visit)) : visit(layer));

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
      names.replaceChildren(...[...this._records().keys()].map((value) => Object.assign(document.createElement("option"), { value })));
    });
    L.DomEvent.on(input, "input", () => {
      input.setCustomValidity("");
      if (!input.value) this._forget();
      // A name that is chosen from the list.
      else if (this._records().has(input.value)) this._find(input);
    });
    L.DomEvent.on(box, "submit", (/** @type {Event} */ event) => {
      event.preventDefault();
      if (input.hidden || !input.value) {
        input.hidden = collapsed && !input.hidden;
        input.focus();
        if (input.hidden) this.fire("search:collapsed");
      } else this._find(input);
    });
    return box;
  },

  /** @this {any} @returns {Map<string, any>} layers by their names */
  _records() {
    const { layer, propertyName } = this.options;
    const matches = new Map();
    each(layer, (child) => {
      const name = child.feature?.properties?.[propertyName] ?? child.options[propertyName];
      if (name !== undefined && name !== null) matches.set(`${name}`, child);
    });
    return matches;
  },

  /** @this {any} @param {HTMLInputElement} input */
  _find(input) {
    const records = this._records();
    const text = input.value.toLowerCase();
    const name = records.has(input.value) ? input.value : [...records.keys()].find((key) => key.toLowerCase().startsWith(text));
    input.setCustomValidity(name === undefined ? "Not found" : "");
    if (name === undefined) return void input.reportValidity();
    this._forget();
    this._show(records.get(name), name);
  },

  /** @this {any} @param {any} matches @param {string} text */
  _show(matches, text) {
    const map = this._map;
    const { layer, style, zoom } = this.options;
    const shape = !matches.getLatLng || matches.getBounds;
    const view = shape ? map._getBoundsCenterZoom(matches.getBounds()) : { center: matches.getLatLng(), zoom: map.getZoom() };
    const open = () => matches.openPopup?.();
    map.setView(view.center, zoom ?? view.zoom, { animate: false });
    if (layer.zoomToShowLayer && !shape) layer.zoomToShowLayer(matches, open);
    else open();
    if (!shape) this._ring = L.circleMarker(view.center, { radius: 16, color: "#e00033", weight: 3, fill: false, interactive: false }).addTo(map);
    if (style && matches.setStyle) {
      const before = Object.fromEntries(Object.keys(style).map((key) => [key, matches.options[key]]));
      this._undo = () => matches.setStyle(before);
      matches.setStyle(style);
    }
    this.fire("search:locationfound", { latlng: view.center, layer: matches, text });
  },

  /** @this {any} */
  _forget() {
    this._ring?.remove();
    this._undo?.();
    delete this._undo;
  },
});
Object.assign(L.Control.Search.prototype, L.Evented.prototype);
