// Screen positions of many places, computed again only when the view has changed.

const L = window.L;

/** A coordinate of the plane, metres. */
const FAR = 1e7;

/** Places of records; those without one lie nowhere. */
export class ScreenPositions {
  /** @param {readonly {at: import("../payload.js").Place | null}[]} records */
  constructor(records) {
    this.records = records;
    /** @type {any} the projection and the view that the places are known for */
    this.crs = null;
    this.zoom = NaN;
    this.origin = { x: NaN, y: NaN };
    this.planeX = new Float64Array(records.length);
    this.planeY = new Float64Array(records.length);
    /** Pixels of the map's layers, which a drag moves as they are. */
    this.xs = new Float64Array(records.length);
    this.ys = new Float64Array(records.length);
  }

  /** Updates `xs` and `ys` for the map's view. @param {any} map */
  follow(map) {
    const { crs } = map.options;
    const [zoom, origin] = [map.getZoom(), map.getPixelOrigin()];
    const turned = this.crs !== crs;
    if (!turned && this.zoom === zoom && this.origin.x === origin.x && this.origin.y === origin.y) return;
    if (turned) this.project(crs);
    [this.crs, this.zoom, this.origin] = [crs, zoom, { x: origin.x, y: origin.y }];
    const { planeX, planeY, xs, ys } = this;
    const scale = crs.scale(zoom);
    // Linear in both coordinates: two points, far apart, give all.
    const [from, to] = [L.point(0, 0), L.point(FAR, FAR)].map((point) => crs.transformation._transform(point, scale));
    const [perX, perY] = [(to.x - from.x) / FAR, (to.y - from.y) / FAR];
    for (let i = 0; i < xs.length; i++) {
      xs[i] = from.x - origin.x + planeX[i] * perX;
      ys[i] = from.y - origin.y + planeY[i] * perY;
    }
  }

  /** Places on the plane change with the projection alone. @param {any} crs */
  project(crs) {
    const place = L.latLng(0, 0);
    this.records.forEach(({ at }, i) => {
      if (at) [place.lat, place.lng] = at;
      const { x, y } = at ? crs.project(place) : { x: NaN, y: NaN };
      [this.planeX[i], this.planeY[i]] = [x, y];
    });
  }
}
