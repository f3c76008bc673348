// folium.plugins.PolyLineOffset: a line drawn so many pixels to the right of its place. The npm package joins the
// vertices straight; here the edges bend as on all polar maps before they are moved.
import leaflet from "leaflet";

/** @type {any} */
const L = leaflet;
/** Cosine of the turn at a corner below which the corner is cut: with a miter it would be a long spike. */
const SHARP_COSINE = -0.5;

/** @param {{x: number, y: number}[]} line pixels @param {number} offset to the right */
function parallel(line, offset) {
  const points = line.filter(({ x, y }, i) => !i || x !== line[i - 1].x || y !== line[i - 1].y);
  const normals = points.slice(1).map(({ x, y }, i) => {
    const [right, down] = [x - points[i].x, y - points[i].y];
    const length = Math.hypot(right, down);
    return [-down / length, right / length];
  });
  return points.flatMap(({ x, y }, i) => {
    const [before, after] = [normals[i - 1] ?? normals[i], normals[i] ?? normals[i - 1]];
    if (!before) return [L.point(x, y)];
    const cosine = before[0] * after[0] + before[1] * after[1];
    const miter = [0, 1].map((k) => (before[k] + after[k]) / (1 + cosine));
    const directions = cosine < SHARP_COSINE ? [before, after] : [miter];
    return directions.map(([right, down]) => L.point(x + offset * right, y + offset * down));
  });
}

const project = L.Polyline.prototype._projectLatlngs;
L.Polyline.include({
  /** @this {any} @param {any} latlngs @param {any[]} result @param {any} bounds */
  _projectLatlngs(latlngs, result, bounds) {
    const first = result.length;
    project.call(this, latlngs, result, bounds);
    if (!this.options.offset) return;
    for (let i = first; i < result.length; i++) {
      result[i] = parallel(result[i], this.options.offset);
      for (const point of result[i]) bounds.extend(point);
    }
  },

  /** @this {any} @param {number} offset pixels */
  setOffset(offset) {
    this.options.offset = offset;
    return this.redraw();
  },
});
