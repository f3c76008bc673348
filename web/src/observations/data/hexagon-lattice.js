// Lattice of hexagons in the plane EPSG:6931, as in geotrack_observations/grid/hexagons.py: each has a corner at its top,
// one has its centre at the pole, and two whole numbers name it, `q` to the right and `r` rows up.

const ROOT_3 = Math.sqrt(3);
/** Corners, anticlockwise: in half hexagons across, and in thirds of a row up. */
const CORNERS = [[1, -1], [1, 1], [0, 2], [-1, 1], [-1, -1], [0, -2]];

export class Lattice {
  /** @param {number} km2 the area of each */
  constructor(km2) {
    /** Metres between opposite edges. */
    this.across = 1000 * Math.sqrt((km2 * 2) / ROOT_3);
  }

  /** The hexagon in which a place lies: of the two lattices of rectangles the nearer centre. @param {number} x @param {number} y metres @returns {[q: number, r: number]} */
  cell(x, y) {
    const [across, up] = [x / this.across, y / (this.across * ROOT_3)];
    const [evenAcross, evenUp] = [Math.round(across), Math.round(up)];
    const [oddAcross, oddUp] = [Math.floor(across), Math.floor(up)];
    const even = (across - evenAcross) ** 2 + 3 * (up - evenUp) ** 2;
    const odd = (across - oddAcross - 0.5) ** 2 + 3 * (up - oddUp - 0.5) ** 2;
    // 0 is added to turn −0 into 0.
    return odd < even ? [oddAcross - oddUp, 2 * oddUp + 1] : [evenAcross - evenUp + 0, 2 * evenUp + 0];
  }

  /** @param {number} q @param {number} r @returns {[x: number, y: number]} metres */
  centre(q, r) {
    return [(2 * q + r) * (this.across / 2), r * ((this.across * ROOT_3) / 2)];
  }

  /** @param {number} q @param {number} r @returns {[x: number, y: number][]} metres */
  corners(q, r) {
    return CORNERS.map(([right, up]) => [
      (2 * q + r + right) * (this.across / 2),
      (3 * r + up) * ((this.across * ROOT_3) / 6),
    ]);
  }
}
