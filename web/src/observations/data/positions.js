// Positions of observations on the map: from the plane of the dataset, EPSG:6931, to the map's plane.
// Both are polar and of one ellipsoid, so the conversion is a rotation, and a factor that depends on the distance
// from the pole alone.

/** So many places lie together: neighbours, so that most parts of a map need to look at few. */
export const TOGETHER = 2048;

/** The equal-area plane whose meridian of Greenwich points down, as EPSG:6931 has it. */
export const PLANE = "EPSG:3571@0";
const NODES = 512;
/** The distance of the South Pole, metres: twice the radius of the sphere with the area of WGS 84. */
const LIMIT = 2 * 6371007.180918474;

/**
 * By what a distance from the pole in the plane is multiplied, as a table over its square: what is left
 * of the factor without that of a sphere, 1 / √(1 − square): it hardly changes.
 * @param {import("../../polar/projections.js").Projection} polar
 * @returns {Float64Array | null} null where it is 1
 */
export function factorTable(polar) {
  if (polar.kind === "areas") return null;
  const plane = window.geotrackPolar.projectionOf(PLANE);
  return Float64Array.from({ length: NODES + 2 }, (_, i) => {
    const share = Math.min(Math.max(i, 1e-6) / NODES, 0.99);
    const distance = LIMIT * Math.sqrt(share);
    const lat = plane.unproject(0, -distance)[1];
    return (polar.radius(lat) / distance) * Math.sqrt(1 - share);
  });
}

/**
 * The way of any place from the plane to a map, metres from the pole, upwards.
 * @param {import("../../polar/projections.js").Projection} polar
 * @returns {(x: number, y: number) => [number, number]}
 */
export function planeToMap(polar) {
  const table = factorTable(polar);
  const turned = (polar.centralMeridian * Math.PI) / 180;
  const [cos, sin, perNode] = [Math.cos(turned), Math.sin(turned), NODES / LIMIT ** 2];
  return (x, y) => {
    let factor = 1;
    if (table) {
      const index = Math.min((x * x + y * y) * perNode, 0.98 * NODES);
      const node = index | 0;
      factor = (table[node] + (table[node + 1] - table[node]) * (index - node)) / Math.sqrt(1 - index / NODES);
    }
    return [factor * (x * cos + y * sin), factor * (y * cos - x * sin)];
  };
}

/** Places on a map, metres from the pole, to the right and upwards. */
export class Positions {
  /**
   * @param {ArrayLike<number>} x @param {ArrayLike<number>} y counted @param {{base?: number, step?: number}} ofX
   * @param {{base?: number, step?: number}} ofY @param {number} metres of one
   */
  constructor(x, y, ofX, ofY, metres) {
    const count = x.length;
    this.many = count;
    this.x = x;
    this.y = y;
    this.ofX = { from: (ofX.base ?? 0) * metres, by: (ofX.step ?? 1) * metres };
    this.ofY = { from: (ofY.base ?? 0) * metres, by: (ofY.step ?? 1) * metres };
    this.xs = new Float32Array(count);
    this.ys = new Float32Array(count);
    /** West, south, east and north of each part. */
    this.bounds = new Float32Array(4 * Math.ceil(count / TOGETHER));
    /** @type {string} */
    this.code = "";
  }

  /** Metres in EPSG:6931. @param {number} i @returns {[number, number]} */
  plane(i) {
    return [this.x[i] * this.ofX.by + this.ofX.from, this.y[i] * this.ofY.by + this.ofY.from];
  }

  /** @param {number} i @returns {[lon: number, lat: number]} degrees */
  lonLat(i) {
    return window.geotrackPolar.projectionOf(PLANE).unproject(...this.plane(i));
  }

  /** Brings `xs`, `ys` and `bounds` to a projection. @param {import("../../polar/projections.js").Projection} polar */
  turn(polar) {
    if (this.code === polar.code) return;
    this.code = polar.code;
    const { x, y, xs, ys, ofX, ofY, bounds, many } = this;
    const [fromX, byX, fromY, byY] = [ofX.from, ofX.by, ofY.from, ofY.by];
    const table = factorTable(polar);
    const turned = (polar.centralMeridian * Math.PI) / 180;
    const [cos, sin, perNode] = [Math.cos(turned), Math.sin(turned), NODES / LIMIT ** 2];
    for (let part = 0; part * TOGETHER < many; part++) {
      let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
      const end = Math.min(many, (part + 1) * TOGETHER);
      for (let i = part * TOGETHER; i < end; i++) {
        const px = x[i] * byX + fromX;
        const py = y[i] * byY + fromY;
        let factor = 1;
        if (table) {
          const index = Math.min((px * px + py * py) * perNode, 0.98 * NODES);
          const node = index | 0;
          factor = (table[node] + (table[node + 1] - table[node]) * (index - node)) / Math.sqrt(1 - index / NODES);
        }
        const tx = (xs[i] = factor * (px * cos + py * sin));
        const ty = (ys[i] = factor * (py * cos - px * sin));
        if (tx < west) west = tx;
        if (tx > east) east = tx;
        if (ty < south) south = ty;
        if (ty > north) north = ty;
      }
      // Rounded to the half length as the places themselves are, so that none is outside.
      bounds[4 * part] = west;
      bounds[4 * part + 1] = south;
      bounds[4 * part + 2] = east;
      bounds[4 * part + 3] = north;
    }
  }

  /**
   * The parts of which any place may lie in a box, one after another.
   * @param {number} west @param {number} south @param {number} east @param {number} north
   * @param {(from: number, before: number) => void} look
   */
  within(west, south, east, north, look) {
    const { bounds, many } = this;
    for (let boxIndex = 0, from = 0; from < many; boxIndex += 4, from += TOGETHER) {
      if (bounds[boxIndex] > east || bounds[boxIndex + 2] < west || bounds[boxIndex + 1] > north || bounds[boxIndex + 3] < south) continue;
      look(from, Math.min(many, from + TOGETHER));
    }
  }

  /**
   * The index of the position nearest to a point, within a distance in metres; −1 for none.
   * @param {number} px @param {number} py @param {number} reach @param {Uint8Array} shown
   */
  nearest(px, py, reach, shown) {
    const { xs, ys } = this;
    let [best, nearest] = [reach * reach, -1];
    this.within(px - reach, py - reach, px + reach, py + reach, (from, before) => {
      for (let i = from; i < before; i++) {
        const [dx, dy] = [xs[i] - px, ys[i] - py];
        const distance = dx * dx + dy * dy;
        if (distance <= best && shown[i] && (distance < best || nearest < 0)) [best, nearest] = [distance, i];
      }
    });
    return nearest;
  }

  /** Number of positions within a distance in metres. @param {number} px @param {number} py @param {number} reach @param {Uint8Array} shown */
  around(px, py, reach, shown) {
    const { xs, ys } = this;
    let count = 0;
    this.within(px - reach, py - reach, px + reach, py + reach, (from, before) => {
      for (let i = from; i < before; i++) {
        if (shown[i] && (xs[i] - px) ** 2 + (ys[i] - py) ** 2 <= reach * reach) count += 1;
      }
    });
    return count;
  }
}
