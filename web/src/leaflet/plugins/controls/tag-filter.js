// folium.plugins.TagFilterButton: shows the markers that have one of the chosen tags. The npm package draws its sign
// with a web font.
import leaflet from "leaflet";
import "./tag-filter.css";

/** @type {any} */
const L = leaflet;

L.Control.TagFilterButton = L.Control.extend({
  options: { position: "topleft", data: [], clearText: "clear", filterOnEveryClick: false, openPopupOnHover: false },

  /** @this {any} */
  onAdd() {
    const { clearText, data, filterOnEveryClick, openPopupOnHover } = this.options;
    this._hidden = [];
    const box = L.DomUtil.create("details", "leaflet-bar easy-button-container");
    L.DomEvent.disableClickPropagation(box).disableScrollPropagation(box);
    const sign = L.DomUtil.create("summary", "easy-button-button", box);
    sign.title = sign.ariaLabel = "Filter by tags";
    sign.innerHTML = '<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M3 4h14l-5.5 6.5V16l-3 1.5v-7z"/></svg>';
    this._count = L.DomUtil.create("b", "filter-info-box", sign);
    const list = L.DomUtil.create("div", "tag-filter-tags-container", box);
    const clear = L.DomUtil.create("button", "", list);
    Object.assign(clear, { type: "button", textContent: clearText });
    this._checks = data.map((/** @type {any} */ tag) => {
      const label = L.DomUtil.create("label", "", list);
      const check = L.DomUtil.create("input", "", label);
      Object.assign(check, { type: "checkbox", value: tag.value ?? tag });
      label.append(` ${tag.name ?? tag}`);
      return check;
    });
    L.DomEvent.on(clear, "click", () => {
      for (const check of this._checks) check.checked = false;
      this.filter();
    });
    L.DomEvent.on(list, "change", () => filterOnEveryClick && this.filter());
    L.DomEvent.on(box, "toggle", () => !box.open && this.filter());
    if (openPopupOnHover) L.DomEvent.on(box, "mouseenter", () => (box.open = true));
    this._map.on("click dragstart", () => (box.open = false));
    return box;
  },

  /** @this {any} */
  filter() {
    const map = this._map;
    const selected = this._checks.filter((/** @type {any} */ check) => check.checked).map((/** @type {any} */ check) => check.value);
    const fits = (/** @type {any} */ layer) => !selected.length || layer.options.tags.some((/** @type {any} */ tag) => selected.includes(`${tag}`));
    /** @type {any[]} */
    const shown = [];
    map.eachLayer((/** @type {any} */ layer) => layer.options?.tags && shown.push(layer));
    const layers = [...shown, ...this._hidden];
    this._hidden = layers.filter((layer) => !fits(layer));
    for (const layer of layers) map[fits(layer) ? "addLayer" : "removeLayer"](layer);
    this._count.textContent = selected.length ? `${layers.length - this._hidden.length}` : "";
    this.options.onSelectionComplete?.call(this, selected);
  },
});
L.control.tagFilterButton = (/** @type {any} */ options) => new L.Control.TagFilterButton(options);
