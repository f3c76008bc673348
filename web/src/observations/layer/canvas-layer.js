// Base class of the layers of observations: a canvas that another layer can replace.

/** @type {any} */
export const ObservationLayer = window.geotrackPolar.Sheet.extend({
  /** Hides the layer while another stands in for it, or shows it again; fires "away". @this {any} @param {boolean} away */
  setAway(away) {
    if (Boolean(this.away) === away) return;
    this.away = away;
    if (this._container) {
      this._container.style.display = away ? "none" : "";
      if (!away) this._update();
    }
    this.fire("away");
  },

  /** A layer that is put on the map is visible, even if another stood in for it when it was taken off. @this {any} */
  onAdd() {
    this.away = false;
    window.L.Renderer.prototype.onAdd.call(this);
  },
});
