// folium.plugins.BoatMarker. A heading is from true north, which lies elsewhere at each place of a polar map.
import leaflet from "leaflet";
import "leaflet.boatmarker";

/** @type {any} */
const L = leaflet;

L.BoatMarker.include({
  /** @this {any} @param {number} heading */
  setHeading(heading) {
    this._bearings = [heading];
    this._turn();
  },

  /** @this {any} @param {number} heading @param {number} speed @param {number} direction degrees from north */
  setHeadingWind(heading, speed, direction) {
    this._bearings = [heading, direction];
    this._speed = speed;
    this._turn();
  },

  /** @this {any} */
  _turn() {
    const { icon } = this.options;
    if (!this._map || !this._bearings || !icon.ctx) return;
    const { hemisphere } = this._map.options.crs.polar;
    const [position, pole] = [this._latlng, [90 * hemisphere, 0]].map((place) => this._map.project(place));
    const north = (Math.atan2(hemisphere * (pole.x - position.x), hemisphere * (position.y - pole.y)) * 180) / Math.PI;
    const [heading, wind] = this._bearings.map((/** @type {number} */ bearing) => bearing + north);
    icon.lastHeading = 0;
    icon.ctx.setTransform(1, 0, 0, 1, 0, 0);
    icon.ctx.clearRect(0, 0, icon.ctx.canvas.width, icon.ctx.canvas.height);
    if (wind === undefined) icon.setHeading(heading);
    else icon.setHeadingWind(heading, this._speed, wind);
  },

  /** @this {any} called when it is added, and when the map turns to another projection */
  update() {
    L.Marker.prototype.update.call(this);
    this._turn();
    return this;
  },
});
