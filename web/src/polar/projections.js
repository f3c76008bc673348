// Polar projections as plain functions, without Leaflet.
import proj4 from "proj4";

/**
 * What a projection keeps true: shapes (stereographic, conformal) or areas (Lambert azimuthal).
 * @typedef {"shapes" | "areas"} Kind
 *
 * @typedef {object} Projection
 * @property {string} code e.g. "EPSG:3995"; "EPSG:3995@90" is that one turned to 90° E
 * @property {Kind} kind
 * @property {1 | -1} hemisphere of the pole in its middle: 1 north, −1 south
 * @property {string} definition a PROJ string
 * @property {number} centralMeridian the meridian that points down, in the southern hemisphere up, degrees east
 * @property {number | null} trueAt parallel along which a stereographic map is true to scale
 * @property {[number, number]} pole x and y of that pole, metres
 * @property {(lon: number, lat: number) => [number, number]} project degrees to metres
 * @property {(x: number, y: number) => [number, number]} unproject metres to degrees; the latitude of the other pole
 *   where no place is
 * @property {(lat: number) => number} radius of a parallel on the map, metres
 *
 * @typedef {Pick<Projection, "code" | "kind" | "hemisphere" | "centralMeridian" | "trueAt" | "pole">
 *   & {scale: string, ellipsoid?: string}} Frame what a projection is made from; `scale` and `ellipsoid` are terms of its PROJ string
 */

/** @param {string} code @param {number} centralMeridian @returns {Frame} */
const arctic = (code, centralMeridian) => ({
  code,
  kind: "shapes",
  hemisphere: 1,
  centralMeridian,
  trueAt: 71,
  pole: [0, 0],
  scale: "+lat_ts=71",
});

/** @param {string} code @param {number} centralMeridian @returns {Frame} */
const lambert = (code, centralMeridian) => ({
  code,
  kind: "areas",
  hemisphere: 1,
  centralMeridian,
  trueAt: null,
  pole: [0, 0],
  scale: "",
});

/** @param {string} code @param {number} centralMeridian @returns {Frame} */
const antarctic = (code, centralMeridian) => ({
  ...arctic(code, centralMeridian),
  hemisphere: -1,
  trueAt: -71,
  scale: "+lat_ts=-71",
});

/** The grids of the NSIDC's sea ice, true to scale at 70° S. */
const SEA_ICE = { trueAt: -70, scale: "+lat_ts=-70" };

/** The projections with an EPSG code. @type {Frame[]} */
const FRAMES = [
  arctic("EPSG:3995", 0),
  { ...arctic("EPSG:3413", -45), trueAt: 70, scale: "+lat_ts=70" },
  // 0.994 at the pole comes to 1 at 81° 06′ N.
  { ...arctic("EPSG:5936", -150), trueAt: 81, pole: [2_000_000, 2_000_000], scale: "+k=0.994" },
  lambert("EPSG:3571", 180),
  lambert("EPSG:3572", -150),
  lambert("EPSG:3573", -100),
  lambert("EPSG:3574", -40),
  lambert("EPSG:3575", 10),
  lambert("EPSG:3576", 90),
  antarctic("EPSG:3031", 0),
  // The ellipsoid of Hughes, 1980. EPSG states no shift of its datum from WGS 84.
  { ...antarctic("EPSG:3412", 0), ...SEA_ICE, ellipsoid: "+a=6378273 +b=6356889.449" },
  { ...antarctic("EPSG:3976", 0), ...SEA_ICE },
];

/** Projections that are turned to a meridian for which EPSG has no code. @type {Record<string, (code: string, lon: number) => Frame>} */
const ROTATED = { "EPSG:3995": arctic, "EPSG:3571": lambert, "EPSG:3031": antarctic };
/** Codes of the northern ones that are turned. */
const BASES = /** @type {Record<Kind, string>} */ ({ shapes: "EPSG:3995", areas: "EPSG:3571" });

const RADIANS = Math.PI / 180;
/**
 * Latitudes beyond this count as this, degrees (south on a map of the North Pole): the other pole of a stereographic map
 * is at infinity, and nothing there is drawn.
 */
const FARTHEST_LATITUDE = -80;

/** @param {number} lon @returns {number} degrees, above −180 and up to 180 */
const wrapLongitude = (lon) => 180 - ((((180 - lon) % 360) + 360) % 360);

/** @param {Frame} frame @returns {Projection} */
function projection({ scale, ellipsoid = "+datum=WGS84", ...frame }) {
  const { kind, hemisphere, centralMeridian, pole } = frame;
  const method = kind === "shapes" ? "stere" : "laea";
  // proj4js takes absent false origins of a Lambert projection for NaN, so they are written out.
  const origin = `+lat_0=${90 * hemisphere} ${scale} +lon_0=${centralMeridian} +x_0=${pole[0]} +y_0=${pole[1]}`;
  const definition = `+proj=${method} ${origin} ${ellipsoid} +units=m +no_defs`.replace("  ", " ");
  // proj4's Proj is called directly: its converter would look for a datum shift, which there is none of, at each of the
  // basemap's hundred thousand points, and take far longer.
  /** Made at the first position: a page uses one or two of the projections. @type {any} */
  let instance = null;
  const plane = () => (instance ??= new proj4.Proj(definition));
  /** @type {Projection["project"]} */
  const project = (lon, lat) => {
    const poleward = hemisphere * lat;
    if (poleward >= 90) return [...pole];
    const { x, y } = plane().forward({ x: lon * RADIANS, y: hemisphere * Math.max(poleward, FARTHEST_LATITUDE) * RADIANS });
    return [x, y];
  };
  /** @type {Projection["unproject"]} */
  const unproject = (x, y) => {
    if (x === pole[0] && y === pole[1]) return [centralMeridian, 90 * hemisphere];
    const { x: lon, y: lat } = plane().inverse({ x, y });
    // A map of areas has a rim, which is the other pole; beyond it there is no place.
    return [lon / RADIANS, Number.isNaN(lat) ? -90 * hemisphere : lat / RADIANS];
  };
  return {
    ...frame,
    definition,
    project,
    unproject,
    radius: (lat) => hemisphere * (pole[1] - project(centralMeridian, lat)[1]),
  };
}

/** The projections with an EPSG code. @type {Record<string, Projection>} */
export const PROJECTIONS = Object.fromEntries(FRAMES.map((frame) => [frame.code, projection(frame)]));

/**
 * The code of a northern projection by what it keeps and the meridian that points down: EPSG's where there
 * is one, else that of the one which is turned, as "EPSG:3995@90".
 * @param {Kind} kind @param {number} meridian degrees east
 */
export function codeOf(kind, meridian) {
  const lon = wrapLongitude(meridian);
  const coded = FRAMES.find((frame) => frame.hemisphere > 0 && frame.kind === kind && frame.centralMeridian === lon);
  return coded?.code ?? `${BASES[kind]}@${lon}`;
}

/** @type {Map<string, Projection>} */
const rotatedProjections = new Map();

/**
 * @param {string} code one of `PROJECTIONS`, or EPSG:3995, EPSG:3571 or EPSG:3031 with a meridian, as "EPSG:3995@90"
 * @returns {Projection} the same one each time
 */
export function projectionOf(code) {
  if (Object.hasOwn(PROJECTIONS, code)) return PROJECTIONS[code];
  const [, base, lon] = /^(EPSG:\d+)@(-?\d+(?:\.\d+)?)$/.exec(code) ?? [];
  if (!Object.hasOwn(ROTATED, base)) throw new RangeError(`${code} is no polar projection`);
  const meridian = wrapLongitude(Number(lon));
  const frame = ROTATED[base](`${base}@${meridian}`, meridian);
  const frameOfCode = FRAMES.find(
    ({ kind, scale, centralMeridian }) => kind === frame.kind && scale === frame.scale && centralMeridian === meridian,
  );
  if (frameOfCode) return PROJECTIONS[frameOfCode.code];
  const rotatedProjection = rotatedProjections.get(frame.code) ?? projection(frame);
  rotatedProjections.set(frame.code, rotatedProjection);
  return rotatedProjection;
}
