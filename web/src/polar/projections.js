// Polar projections as plain functions, without Leaflet.
import proj4 from "proj4";

/**
 * What a projection keeps true: shapes (stereographic, conformal) or areas (Lambert azimuthal).
 * @typedef {"shapes" | "areas"} Kind
 *
 * @typedef {object} Projection
 * @property {string} code e.g. "EPSG:3995"; "EPSG:3995@90" is that one turned to 90° E
 * @property {Kind} kind
 * @property {string} definition in PROJ's words
 * @property {number} centralMeridian the meridian that points down, degrees east
 * @property {number | null} trueAt parallel along which a stereographic map is true to scale
 * @property {[number, number]} pole x and y of the North Pole, metres
 * @property {(lon: number, lat: number) => [number, number]} project degrees to metres
 * @property {(x: number, y: number) => [number, number]} unproject metres to degrees; latitude −90 where no
 *   place is
 * @property {(lat: number) => number} radius of a parallel on the map, metres
 *
 * @typedef {Pick<Projection, "code" | "kind" | "centralMeridian" | "trueAt" | "pole"> & {scale: string}} Frame
 */

// proj4js takes absent false origins of a Lambert projection for NaN, so they are written out.
const END = "+datum=WGS84 +units=m +no_defs";

/** @param {string} code @param {number} centralMeridian @returns {Frame} */
const arctic = (code, centralMeridian) => ({
  code,
  kind: "shapes",
  centralMeridian,
  trueAt: 71,
  pole: [0, 0],
  scale: "+lat_ts=71",
});

/** @param {string} code @param {number} centralMeridian @returns {Frame} */
const lambert = (code, centralMeridian) => ({
  code,
  kind: "areas",
  centralMeridian,
  trueAt: null,
  pole: [0, 0],
  scale: "",
});

/** Those that EPSG has given a code. @type {Frame[]} */
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
];

/** What is turned where no code has the meridian. @type {Record<Kind, (code: string, lon: number) => Frame>} */
const ROTATED = { shapes: arctic, areas: lambert };
const BASES = /** @type {Record<Kind, string>} */ ({ shapes: "EPSG:3995", areas: "EPSG:3571" });

const RADIANS = Math.PI / 180;
// The South Pole lies at infinity in a stereographic map; nothing down there is drawn anyway.
const SOUTHERNMOST = -80;

/** @param {number} lon @returns {number} degrees, above −180 and up to 180 */
const wrapLongitude = (lon) => 180 - ((((180 - lon) % 360) + 360) % 360);

/** @param {Frame} frame @returns {Projection} */
function projection({ scale, ...frame }) {
  const { kind, centralMeridian, pole } = frame;
  const method = kind === "shapes" ? "stere" : "laea";
  const origin = `+lat_0=90 ${scale} +lon_0=${centralMeridian} +x_0=${pole[0]} +y_0=${pole[1]}`;
  const definition = `+proj=${method} ${origin} ${END}`.replace("  ", " ");
  // Degrees and plane are both WGS 84, without a datum shift between them; proj4's own conversion, which asks
  // for one at each of the basemap's hundred thousand points, takes far longer.
  /** Made for the first place: a page uses one or two projections. @type {any} */
  let made = null;
  const plane = () => (made ??= new proj4.Proj(definition));
  /** @type {Projection["project"]} */
  const project = (lon, lat) => {
    if (lat >= 90) return [...pole];
    const { x, y } = plane().forward({ x: lon * RADIANS, y: Math.max(lat, SOUTHERNMOST) * RADIANS });
    return [x, y];
  };
  /** @type {Projection["unproject"]} */
  const unproject = (x, y) => {
    if (x === pole[0] && y === pole[1]) return [centralMeridian, 90];
    const { x: lon, y: lat } = plane().inverse({ x, y });
    // A map of areas has a rim, which is the South Pole; beyond it there is no place.
    return [lon / RADIANS, Number.isNaN(lat) ? -90 : lat / RADIANS];
  };
  return {
    ...frame,
    definition,
    project,
    unproject,
    radius: (lat) => pole[1] - project(centralMeridian, lat)[1],
  };
}

/** The projections with an EPSG code. @type {Record<string, Projection>} */
export const PROJECTIONS = Object.fromEntries(FRAMES.map((frame) => [frame.code, projection(frame)]));

/**
 * The code of a projection by what it keeps and the meridian that points down: EPSG's where there
 * is one, else that of the one which is turned, as "EPSG:3995@90".
 * @param {Kind} kind @param {number} meridian degrees east
 */
export function codeOf(kind, meridian) {
  const lon = wrapLongitude(meridian);
  const coded = FRAMES.find((frame) => frame.kind === kind && frame.centralMeridian === lon);
  return coded?.code ?? `${BASES[kind]}@${lon}`;
}

/** @type {Map<string, Projection>} */
const rotated = new Map();

/**
 * @param {string} code as `codeOf` writes them
 * @returns {Projection} the same one each time
 */
export function projectionOf(code) {
  if (Object.hasOwn(PROJECTIONS, code)) return PROJECTIONS[code];
  const [, base, lon] = /^(EPSG:\d+)@(-?\d+(?:\.\d+)?)$/.exec(code) ?? [];
  const kind = Object.values(BASES).includes(base) ? PROJECTIONS[base].kind : null;
  if (!kind) throw new RangeError(`${code} is no polar projection`);
  const own = codeOf(kind, Number(lon));
  if (Object.hasOwn(PROJECTIONS, own)) return PROJECTIONS[own];
  const found = rotated.get(own) ?? projection(ROTATED[kind](own, wrapLongitude(Number(lon))));
  rotated.set(own, found);
  return found;
}
