// Screen positions of many places, computed again only when the view has changed.

const L = window.L;

/** Places of a list; those without one lie nowhere. */
export class ScreenPositions {
  /** @param {([number, number] | null)[]} places latitude and longitude */
  constructor(places) {
    this.places = places;
    /** @type {any} the projection and the view that the places are known for */
    this.crs = null;
    this.zoom = NaN;
    this.origin = { x: NaN, y: NaN };
    this.planeX = new Float64Array(places.length);
    this.planeY = new Float64Array(places.length);
    /** Pixels of the map's layers, which a drag moves as they are. */
    this.xs = new Float64Array(places.length);
    this.ys = new Float64Array(places.length);
  }

  /** Updates `xs` and `ys` for the map's view. @param {any} map */
  follow(map) {
    const { crs } = map.options;
    const [zoom, origin] = [map.getZoom(), map.getPixelOrigin()];
    const turned = this.crs !== crs;
    if (!turned && this.zoom === zoom && this.origin.x === origin.x && this.origin.y === origin.y) return;
    if (turned) this.project(crs);
    [this.crs, this.zoom, this.origin] = [crs, zoom, { x: origin.x, y: origin.y }];
    const scale = crs.scale(zoom);
    const spot = L.point(0, 0);
    for (let i = 0; i < this.places.length; i++) {
      [spot.x, spot.y] = [this.planeX[i], this.planeY[i]];
      const { x, y } = crs.transformation._transform(spot, scale);
      [this.xs[i], this.ys[i]] = [x - origin.x, y - origin.y];
    }
  }

  /** Places on the plane change with the projection alone. @param {any} crs */
  project(crs) {
    this.places.forEach((place, i) => {
      const { x, y } = place ? crs.project(L.latLng(place)) : { x: NaN, y: NaN };
      [this.planeX[i], this.planeY[i]] = [x, y];
    });
  }
}
