// Positions of observations on the map: from the plane of the dataset, EPSG:6931, to the map's plane.
// Both are polar and of one ellipsoid, so the conversion is a rotation, and a factor that depends on the distance
// from the pole alone.

/** Positions in a block. Those of a block are neighbours, so that a view need read only the few blocks that meet it. */
export const BLOCK = 2048;

/** EPSG:6931 by another name: the equal-area plane with the meridian of Greenwich down. */
export const PLANE = "EPSG:3571@0";
/** Steps of the table of factors. */
const NODES = 512;
/** The distance of the South Pole from the North Pole, metres: twice the radius of the sphere with the area of WGS 84. */
const SOUTH_POLE = 2 * 6371007.180918474;

/**
 * The factor of distances from the pole, from the plane to a map, as a table over the squared distance (1 at the South
 * Pole). The factor of a sphere, 1 / √(1 − squared distance), is divided out: what remains hardly changes between two
 * steps and can be interpolated.
 * @param {import("../../polar/projections.js").Projection} polar
 * @returns {Float64Array | null} null for an equal-area map, whose factor is 1
 */
export function factorTable(polar) {
  if (polar.kind === "areas") return null;
  const plane = window.geotrackPolar.projectionOf(PLANE);
  return Float64Array.from({ length: NODES + 2 }, (_, i) => {
    // Kept from the two poles, at which a factor divides by 0.
    const square = Math.min(Math.max(i, 1e-6) / NODES, 0.99);
    const distance = SOUTH_POLE * Math.sqrt(square);
    const lat = plane.unproject(0, -distance)[1];
    return (polar.radius(lat) / distance) * Math.sqrt(1 - square);
  });
}

/**
 * A function from the plane to a map; both in metres from the pole, to the right and upwards.
 * @param {import("../../polar/projections.js").Projection} polar
 * @returns {(x: number, y: number) => [number, number]}
 */
export function planeToMap(polar) {
  const table = factorTable(polar);
  const turned = (polar.centralMeridian * Math.PI) / 180;
  const [cos, sin, perNode] = [Math.cos(turned), Math.sin(turned), NODES / SOUTH_POLE ** 2];
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

/** Positions in the plane, and on the map: `xs` to the right and `ys` upwards, metres from the pole. */
export class Positions {
  /**
   * @param {ArrayLike<number>} x @param {ArrayLike<number>} y raw numbers
   * @param {{base?: number, step?: number}} packingX @param {{base?: number, step?: number}} packingY
   * @param {number} metres unit of their values
   */
  constructor(x, y, packingX, packingY, metres) {
    const count = x.length;
    this.count = count;
    this.x = x;
    this.y = y;
    this.scaleX = { offset: (packingX.base ?? 0) * metres, factor: (packingX.step ?? 1) * metres };
    this.scaleY = { offset: (packingY.base ?? 0) * metres, factor: (packingY.step ?? 1) * metres };
    this.xs = new Float32Array(count);
    this.ys = new Float32Array(count);
    /** West, south, east and north of each block, metres on the map. */
    this.bounds = new Float32Array(4 * Math.ceil(count / BLOCK));
    /** The map's projection. @type {string} */
    this.code = "";
  }

  /** Metres in EPSG:6931. @param {number} i @returns {[number, number]} */
  plane(i) {
    const { x, y, scaleX, scaleY } = this;
    return [x[i] * scaleX.factor + scaleX.offset, y[i] * scaleY.factor + scaleY.offset];
  }

  /** @param {number} i @returns {[lon: number, lat: number]} degrees */
  lonLat(i) {
    return window.geotrackPolar.projectionOf(PLANE).unproject(...this.plane(i));
  }

  /**
   * Projects all positions to a map's projection: writes `xs`, `ys` and `bounds`. The loop is that of `planeToMap`, in
   * place, since a call for each position takes too long.
   * @param {import("../../polar/projections.js").Projection} polar
   */
  turn(polar) {
    if (this.code === polar.code) return;
    this.code = polar.code;
    const { x, y, xs, ys, scaleX, scaleY, bounds, count } = this;
    const [offsetX, factorX, offsetY, factorY] = [scaleX.offset, scaleX.factor, scaleY.offset, scaleY.factor];
    const table = factorTable(polar);
    const turned = (polar.centralMeridian * Math.PI) / 180;
    const [cos, sin, perNode] = [Math.cos(turned), Math.sin(turned), NODES / SOUTH_POLE ** 2];
    for (let block = 0; block * BLOCK < count; block++) {
      let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
      const end = Math.min(count, (block + 1) * BLOCK);
      for (let i = block * BLOCK; i < end; i++) {
        const planeX = x[i] * factorX + offsetX;
        const planeY = y[i] * factorY + offsetY;
        let factor = 1;
        if (table) {
          const index = Math.min((planeX * planeX + planeY * planeY) * perNode, 0.98 * NODES);
          const node = index | 0;
          factor = (table[node] + (table[node + 1] - table[node]) * (index - node)) / Math.sqrt(1 - index / NODES);
        }
        const mapX = (xs[i] = factor * (planeX * cos + planeY * sin));
        const mapY = (ys[i] = factor * (planeY * cos - planeX * sin));
        if (mapX < west) west = mapX;
        if (mapX > east) east = mapX;
        if (mapY < south) south = mapY;
        if (mapY > north) north = mapY;
      }
      // Rounded to 32 bits as `xs` and `ys` are, so that no position is outside.
      bounds[4 * block] = west;
      bounds[4 * block + 1] = south;
      bounds[4 * block + 2] = east;
      bounds[4 * block + 3] = north;
    }
  }

  /**
   * Calls a function with the range of indexes of each block that meets a box on the map, metres from the pole.
   * @param {number} west @param {number} south @param {number} east @param {number} north
   * @param {(from: number, before: number) => void} readBlock
   */
  within(west, south, east, north, readBlock) {
    const { bounds, count } = this;
    for (let box = 0, from = 0; from < count; box += 4, from += BLOCK) {
      if (bounds[box] > east || bounds[box + 2] < west || bounds[box + 1] > north || bounds[box + 3] < south) continue;
      readBlock(from, Math.min(count, from + BLOCK));
    }
  }

  /**
   * The index of the position nearest to a point, within a distance in metres; −1 for none.
   * @param {number} px @param {number} py @param {number} reach @param {Uint8Array} shown
   */
  nearest(px, py, reach, shown) {
    const { xs, ys } = this;
    let [least, nearest] = [reach * reach, -1];
    this.within(px - reach, py - reach, px + reach, py + reach, (from, before) => {
      for (let i = from; i < before; i++) {
        const [dx, dy] = [xs[i] - px, ys[i] - py];
        const square = dx * dx + dy * dy;
        // The first of several at one place; one exactly at the limit counts too.
        if (square <= least && shown[i] && (square < least || nearest < 0)) [least, nearest] = [square, i];
      }
    });
    return nearest;
  }

  /** The number of shown positions within a distance in metres. @param {number} px @param {number} py @param {number} reach @param {Uint8Array} shown */
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
