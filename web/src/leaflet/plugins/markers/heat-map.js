// folium.plugins.HeatMap. As in folium, the warmest cell of the data has the full colour; a radius is in pixels.
import leaflet from "leaflet";
import "leaflet.heat";

/** @type {any} */
const L = leaflet;

L.HeatLayer.include({
  /** @this {any} */
  _redraw() {
    this._frame = null;
    const map = this._map;
    if (!map) return;
    const size = this._heat._r / 2;
    const shift = map._getMapPanePos();
    /** @type {Map<string, [x: number, y: number, value: number]>} */
    const cells = new Map();
    for (const place of this._latlngs) {
      const { x, y } = map.latLngToContainerPoint(place);
      const value = place.alt ?? (place[2] === undefined ? 1 : Number(place[2]));
      const key = `${Math.floor((x - shift.x) / size)} ${Math.floor((y - shift.y) / size)}`;
      const [x0, y0, sum] = cells.get(key) ?? [x, y, 0];
      const total = sum + value;
      const share = total ? value / total : 0;
      cells.set(key, [x0 + (x - x0) * share, y0 + (y - y0) * share, total]);
    }
    const points = [...cells.values()];
    const { x: width, y: height } = map.getSize();
    const r = this._heat._r;
    this._heat.max(points.reduce((most, [, , value]) => Math.max(most, value), 1));
    this._heat
      .data(points.filter(([x, y]) => x > -r && y > -r && x < width + r && y < height + r))
      .draw(this.options.minOpacity);
  },
});
