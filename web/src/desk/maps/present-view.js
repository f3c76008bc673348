// What a page shows at present: its state as links have it, the circle in view, the selected record, the area of the query.
import { metresOf, outlineOf, polygonOf, readQuestion } from "../../questions/question.js";

/**
 * @typedef {object} PresentView
 * @property {string} hash the page's state, without `#`
 * @property {{lat: number, lon: number, radius_km: number}} view the largest circle that is in view as a whole
 * @property {string | null} card id of the chosen record
 * @property {any} area the area that is drawn, GeoJSON Polygon, or null
 * @property {{at: [number, number], radius_km: number} | null} disc the disc of a question about a distance: lon, lat
 * @property {number} total how many records the page has
 * @property {Record<string, string>} asked its conditions in words
 */

/** Space kept free round the view of a scene, pixels; see web/src/page/story/scene-view.js. */
const MARGIN = 24;
/** Greatest radius of a view that a definition may have, kilometres. */
const LARGEST_KM = 9000;
/** Least radius of a view, kilometres. */
const SMALLEST_KM = 10;

/** @param {any} map a Leaflet map */
function circleOf(map) {
  const { x, y } = map.getSize();
  const middle = map.getCenter();
  const edges = [[MARGIN, y / 2], [x - MARGIN, y / 2], [x / 2, MARGIN], [x / 2, y - MARGIN]];
  const distances = edges.map((point) => {
    const { lat, lng } = map.containerPointToLatLng(point);
    return window.geotrackPolar.distance(middle.lng, middle.lat, lng, lat) / 1000;
  });
  const finite = distances.filter(Number.isFinite);
  const lat = Math.min(90, Math.max(0, middle.lat));
  const lon = ((((middle.lng + 180) % 360) + 360) % 360) - 180;
  const radius = Math.max(SMALLEST_KM, Math.round(Math.min(LARGEST_KM, ...finite)));
  return { lat: round(lat, 2), lon: round(lon, 2), radius_km: radius };
}

/** @param {number} value @param {number} digits */
const round = (value, digits) => Number(value.toFixed(digits));

/** The area of the page's question. @param {string} hash @returns {Pick<PresentView, "area" | "disc">} */
function areaOf(hash) {
  const question = readQuestion(new URLSearchParams(hash).get("a") ?? "");
  return {
    area: question?.kind === "drawn" ? polygonOf(outlineOf(question.corners, window.geotrackPolar.along)) : null,
    disc: question?.kind === "within" ? { at: question.at, radius_km: metresOf(question) / 1000 } : null,
  };
}

/** @param {import("../../page/plugin-api.js").Page} page @returns {() => PresentView} */
export const presentView = ({ map, selection, data, query, address }) => () => {
  const hash = address.hash();
  const card = data.records.get(selection.selected())?.id || null; // empty while its row is on its way
  const conditions = Object.fromEntries(query.active().map((condition) => [condition, query.describe(condition, "printed")]));
  return { total: data.records.all.length, asked: conditions, hash, view: circleOf(map), card, ...areaOf(hash) };
};

/** The ids of the records that a page shows; of many records the server sends them. @param {import("../../page/plugin-api.js").Page} page */
export async function shownIds({ data: { records }, query }) {
  const { shown } = query.result();
  const some = records.all.filter(({ i }) => shown[i]);
  await records.remote?.load("row", some.map(({ i }) => i));
  return some.map(({ id }) => id);
}
