// Parts of a layer in a map's plane, drawn no finer than a view can show.
import L from "leaflet";
import { thinned } from "./thinning.js";

/** Points closer than this to the last one that is drawn are left out, pixels. */
const FINE = 0.4;
/** Of what is soft: a wide rim costs far more a point than a thin line does. */
const SOFT = 1.5;

/** One part: its rings in metres of the plane, and paths of them for the scales that were asked for. */
export class Outline {
  /**
   * @param {import("./decode.js").Ring[]} rings
   * @param {(lon: number, lat: number) => [number, number]} project
   * @param {boolean} closed
   */
  constructor(rings, project, closed) {
    this.closed = closed;
    let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
    /** x and y in turn */
    this.rings = rings.map((ring) => {
      const flat = new Float64Array(ring.length);
      for (let i = 0; i < ring.length; i += 2) {
        const [x, y] = project(ring[i], ring[i + 1]);
        [flat[i], flat[i + 1]] = [x, y];
        if (x < west) west = x;
        if (x > east) east = x;
        if (y < south) south = y;
        if (y > north) north = y;
      }
      return flat;
    });
    this.box = L.bounds([west, south], [east, north]);
    /** @type {Map<number, Path2D>} */
    this.paths = new Map();
  }

  /** @param {number} scale px/m */
  line(scale) {
    return this._path(FINE, scale);
  }

  /** A coarser one, for what is wide and faint. @param {number} scale px/m */
  rim(scale) {
    return this._path(SOFT, scale);
  }

  /** @param {number} pixels @param {number} scale px/m */
  _path(pixels, scale) {
    // One for each doubling of the scale, as fine as its closest view needs.
    const level = Math.ceil(Math.log2(scale));
    const least = pixels / 2 ** level;
    let path = this.paths.get(least);
    if (!path) this.paths.set(least, (path = thinned(this.rings, this.closed, least)));
    return path;
  }
}
