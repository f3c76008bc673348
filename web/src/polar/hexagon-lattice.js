// Lattice of hexagons in a plane: each has a corner at its top, and one has its centre at the origin. A hexagon has axial
// coordinates: `q` to the right, and `r` rows up. Densities of observations have theirs in EPSG:6931 with the pole as
// its origin, as in geotrack_observations/grid/hexagons.py; records gather on one in the plane of the map.

const ROOT_3 = Math.sqrt(3);
/** Corners, anticlockwise from the lower right: right, in half widths, and up, in thirds of a row. */
const CORNERS = [[1, -1], [1, 1], [0, 2], [-1, 1], [-1, -1], [0, -2]];

/** Width of a hexagon of an area, metres. @param {number} km2 */
export const acrossOf = (km2) => 1000 * Math.sqrt((km2 * 2) / ROOT_3);

export class Lattice {
  /** @param {number} across width of each: the distance of opposite edges, in units of the plane */
  constructor(across) {
    this.across = across;
  }

  /**
   * The hexagon that contains a point. Centres of rows with an even `r` are the corners of rectangles √3 times as high
   * as wide, those of odd rows are the middles of these; the hexagon is that of the nearer one of the two.
   * @param {number} x @param {number} y units of the plane @returns {[q: number, r: number]}
   */
  cell(x, y) {
    const [column, row] = [x / this.across, y / (this.across * ROOT_3)];
    const [evenColumn, evenRow] = [Math.round(column), Math.round(row)];
    const [oddColumn, oddRow] = [Math.floor(column), Math.floor(row)];
    // Squared distances in widths.
    const toEven = (column - evenColumn) ** 2 + 3 * (row - evenRow) ** 2;
    const toOdd = (column - oddColumn - 0.5) ** 2 + 3 * (row - oddRow - 0.5) ** 2;
    // 0 is added to turn −0 into 0.
    return toOdd < toEven ? [oddColumn - oddRow, 2 * oddRow + 1] : [evenColumn - evenRow + 0, 2 * evenRow + 0];
  }

  /** @param {number} q @param {number} r @returns {[x: number, y: number]} units of the plane */
  centre(q, r) {
    return [(2 * q + r) * (this.across / 2), r * ((this.across * ROOT_3) / 2)];
  }

  /** @param {number} q @param {number} r @returns {[x: number, y: number][]} units of the plane */
  corners(q, r) {
    return CORNERS.map(([right, up]) => [
      (2 * q + r + right) * (this.across / 2),
      (3 * r + up) * ((this.across * ROOT_3) / 6),
    ]);
  }
}
