// The polar projections of a map, as plain mathematics: no Leaflet in here.
import proj4 from "proj4";

/**
 * @typedef {object} Projection
 * @property {string} code e.g. "EPSG:3995"
 * @property {string} definition in PROJ's words
 * @property {number} centralMeridian the meridian that points down, degrees east
 * @property {[number, number]} pole x and y of the North Pole, metres
 * @property {(lon: number, lat: number) => [number, number]} project degrees to metres
 * @property {(x: number, y: number) => [number, number]} unproject metres to degrees
 * @property {(lat: number) => number} radius of a parallel on the map, metres
 */

// proj4js takes absent false origins of a Lambert projection for NaN, so they are written out.
const WGS84 = "+x_0=0 +y_0=0 +datum=WGS84 +units=m +no_defs";

/** @type {Record<string, [definition: string, centralMeridian: number, pole: [number, number]]>} */
const DEFINITIONS = {
  "EPSG:3995": [`+proj=stere +lat_0=90 +lat_ts=71 +lon_0=0 ${WGS84}`, 0, [0, 0]],
  "EPSG:3413": [`+proj=stere +lat_0=90 +lat_ts=70 +lon_0=-45 ${WGS84}`, -45, [0, 0]],
  "EPSG:5936": [
    "+proj=stere +lat_0=90 +lon_0=-150 +k=0.994 +x_0=2000000 +y_0=2000000 +datum=WGS84 +units=m +no_defs",
    -150,
    [2_000_000, 2_000_000],
  ],
  "EPSG:3571": [`+proj=laea +lat_0=90 +lon_0=180 ${WGS84}`, 180, [0, 0]],
  "EPSG:3572": [`+proj=laea +lat_0=90 +lon_0=-150 ${WGS84}`, -150, [0, 0]],
  "EPSG:3573": [`+proj=laea +lat_0=90 +lon_0=-100 ${WGS84}`, -100, [0, 0]],
  "EPSG:3574": [`+proj=laea +lat_0=90 +lon_0=-40 ${WGS84}`, -40, [0, 0]],
  "EPSG:3575": [`+proj=laea +lat_0=90 +lon_0=10 ${WGS84}`, 10, [0, 0]],
  "EPSG:3576": [`+proj=laea +lat_0=90 +lon_0=90 ${WGS84}`, 90, [0, 0]],
};

// The South Pole lies at infinity in a stereographic map; nothing down there is drawn anyway.
const SOUTHERNMOST = -80;

/** @param {string} code @returns {Projection} */
function projection(code) {
  const [definition, centralMeridian, pole] = DEFINITIONS[code];
  const converter = proj4(definition);
  /** @type {Projection["project"]} */
  const project = (lon, lat) =>
    lat >= 90 ? [...pole] : converter.forward([lon, Math.max(lat, SOUTHERNMOST)]);
  return {
    code,
    definition,
    centralMeridian,
    pole,
    project,
    unproject: (x, y) =>
      x === pole[0] && y === pole[1] ? [centralMeridian, 90] : converter.inverse([x, y]),
    radius: (lat) => pole[1] - project(centralMeridian, lat)[1],
  };
}

/** @type {Record<string, Projection>} */
export const PROJECTIONS = Object.fromEntries(
  Object.keys(DEFINITIONS).map((code) => [code, projection(code)]),
);
