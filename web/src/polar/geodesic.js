// Geodesics on the WGS 84 ellipsoid: T. Vincenty, Survey Review XXIII (176), 1975.

/** Semi-major axis of WGS 84, metres. */
export const A = 6378137;
/** Flattening of WGS 84. */
export const F = 1 / 298.257223563;
/** Semi-minor axis, metres. */
const B = A * (1 - F);
const RADIANS = Math.PI / 180;
/** The iterations end when a step is shorter than this, radians. */
const PRECISION = 1e-12;

/** Vincenty's A and B (3, 4). @param {number} uSquared */
function series(uSquared) {
  return {
    a: 1 + (uSquared / 16384) * (4096 + uSquared * (-768 + uSquared * (320 - 175 * uSquared))),
    b: (uSquared / 1024) * (256 + uSquared * (-128 + uSquared * (74 - 47 * uSquared))),
  };
}

/** Vincenty's Δσ (6). @param {number} b @param {number} sin @param {number} cos @param {number} middle cosine of 2σₘ */
function correction(b, sin, cos, middle) {
  const square = 2 * middle ** 2 - 1;
  return (
    b * sin *
    (middle + (b / 4) * (cos * square - (b / 6) * middle * (4 * sin ** 2 - 3) * (4 * middle ** 2 - 3)))
  );
}

/** Vincenty's C (10). @param {number} cosSquared of the azimuth at the equator */
const flattening = (cosSquared) => (F / 16) * cosSquared * (4 + F * (4 - 3 * cosSquared));

/**
 * Where one arrives from a place, in a direction, after a distance.
 * @param {number} lon degrees
 * @param {number} lat degrees
 * @param {number} azimuth degrees clockwise from north; at the pole itself, from the meridian 180° + lon
 * @param {number} metres
 * @returns {[number, number]} lon, lat in degrees
 */
export function destination(lon, lat, azimuth, metres) {
  // A disc is ninety of these, and a page has many discs: no pairs are made on the way.
  const reduced = Math.atan((1 - F) * Math.tan(lat * RADIANS));
  const sinU = Math.sin(reduced);
  const cosU = Math.cos(reduced);
  const sinAzimuth = Math.sin(azimuth * RADIANS);
  const cosAzimuth = Math.cos(azimuth * RADIANS);
  const start = Math.atan2(Math.tan(reduced), cosAzimuth);
  const sinAlpha = cosU * sinAzimuth;
  const cosSquared = 1 - sinAlpha ** 2;
  const { a, b } = series((cosSquared * (A ** 2 - B ** 2)) / B ** 2);
  const straight = metres / (B * a);
  let sigma = straight;
  for (let turn = 0; turn < 50; turn++) {
    const middle = Math.cos(2 * start + sigma);
    const next = straight + correction(b, Math.sin(sigma), Math.cos(sigma), middle);
    const converged = Math.abs(next - sigma) < PRECISION;
    sigma = next;
    if (converged) break;
  }
  const sin = Math.sin(sigma);
  const cos = Math.cos(sigma);
  const middle = Math.cos(2 * start + sigma);
  const beside = sinU * sin - cosU * cos * cosAzimuth;
  const c = flattening(cosSquared);
  const lambda = Math.atan2(sin * sinAzimuth, cosU * cos - sinU * sin * cosAzimuth);
  const shift =
    (1 - c) * F * sinAlpha * (sigma + c * sin * (middle + c * cos * (2 * middle ** 2 - 1)));
  return [
    lon + (lambda - shift) / RADIANS,
    Math.atan2(sinU * cos + cosU * sin * cosAzimuth, (1 - F) * Math.hypot(sinAlpha, beside)) / RADIANS,
  ];
}

/** About a quarter of the way round the Earth, metres: a geodesic of this length is always a shortest way. */
const QUARTER_TURN_M = 10_000_000;

/** @typedef {{metres: number, azimuth: number}} Geodesic azimuth at its start, degrees clockwise from north */

/**
 * The shortest way between two places: how long it is and in which direction it sets out.
 * @param {number} lon1 degrees
 * @param {number} lat1 degrees
 * @param {number} lon2 degrees
 * @param {number} lat2 degrees
 * @returns {Geodesic}
 */
export const inverse = (lon1, lat1, lon2, lat2) =>
  vincenty(lon1, lat1, lon2, lat2) ?? searchAzimuth(lon1, lat1, lon2, lat2);

/**
 * Length of the geodesic between two places.
 * @param {number} lon1 degrees
 * @param {number} lat1 degrees
 * @param {number} lon2 degrees
 * @param {number} lat2 degrees
 * @returns {number} metres
 */
export const distance = (lon1, lat1, lon2, lat2) => inverse(lon1, lat1, lon2, lat2).metres;

/** @param {number} angle @returns {number} the same, from 0 and below 360 degrees */
const normaliseDegrees = (angle) => ((angle % 360) + 360) % 360;

/**
 * @param {number} lon1 @param {number} lat1 @param {number} lon2 @param {number} lat2
 * @returns {Geodesic | null} null where the places are so nearly opposite that it does not converge
 */
function vincenty(lon1, lat1, lon2, lat2) {
  const across = (normaliseDegrees(lon2 - lon1 + 180) - 180) * RADIANS;
  const [u1, u2] = [lat1, lat2].map((lat) => Math.atan((1 - F) * Math.tan(lat * RADIANS)));
  const [sinU1, cosU1, sinU2, cosU2] = [Math.sin(u1), Math.cos(u1), Math.sin(u2), Math.cos(u2)];
  let lambda = across;
  for (let turn = 0; turn < 200; turn++) {
    const [sinL, cosL] = [Math.sin(lambda), Math.cos(lambda)];
    const [east, north] = [cosU2 * sinL, cosU1 * sinU2 - sinU1 * cosU2 * cosL];
    const sin = Math.hypot(east, north);
    if (sin === 0 && across === 0) return { metres: 0, azimuth: 0 };
    const cos = sinU1 * sinU2 + cosU1 * cosU2 * cosL;
    const sigma = Math.atan2(sin, cos);
    const sinAlpha = sin ? (cosU1 * cosU2 * sinL) / sin : 0;
    const cosSquared = 1 - sinAlpha ** 2;
    const middle = cosSquared ? cos - (2 * sinU1 * sinU2) / cosSquared : 0;
    const c = flattening(cosSquared);
    const next =
      across +
      (1 - c) * F * sinAlpha * (sigma + c * sin * (middle + c * cos * (2 * middle ** 2 - 1)));
    if (Math.abs(next) > Math.PI) return null;
    if (Math.abs(next - lambda) < PRECISION) {
      const { a, b } = series((cosSquared * (A ** 2 - B ** 2)) / B ** 2);
      const metres = B * a * (sigma - correction(b, sin, cos, middle));
      return { metres, azimuth: normaliseDegrees(Math.atan2(east, north) / RADIANS) };
    }
    lambda = next;
  }
  return null;
}

/**
 * Search the azimuth of the shortest way between nearly opposite places. Each candidate goes a quarter round in one
 * direction and then the shortest way, which converges.
 * @param {number} lon1 @param {number} lat1 @param {number} lon2 @param {number} lat2
 * @returns {Geodesic}
 */
function searchAzimuth(lon1, lat1, lon2, lat2) {
  const distanceAt = (/** @type {number} */ azimuth) =>
    QUARTER_TURN_M + (vincenty(...destination(lon1, lat1, azimuth, QUARTER_TURN_M), lon2, lat2)?.metres ?? Infinity);
  const coarse = Array.from({ length: 120 }, (_, i) => 3 * i);
  const start = coarse.reduce((best, azimuth) => (distanceAt(azimuth) < distanceAt(best) ? azimuth : best));
  // Golden-section search beside the best of them.
  let from = start - 3;
  let to = start + 3;
  for (let turn = 0; turn < 80; turn++) {
    const left = from + 0.382 * (to - from);
    const right = from + 0.618 * (to - from);
    if (distanceAt(left) < distanceAt(right)) to = right;
    else from = left;
  }
  const azimuth = normaliseDegrees((from + to) / 2);
  return { metres: distanceAt(azimuth), azimuth };
}

/**
 * Places along the shortest way between two, near enough to each other to be joined by straight lines.
 * @param {[lon: number, lat: number]} from degrees @param {[lon: number, lat: number]} to degrees
 * @param {number} [step] metres between them at most
 * @returns {[lon: number, lat: number][]} from the first to the second
 */
export function along(from, to, step = 25_000) {
  const { metres, azimuth } = inverse(...from, ...to);
  const count = Math.max(1, Math.ceil(metres / step));
  const between = Array.from({ length: count - 1 }, (_, i) =>
    destination(...from, azimuth, (metres * (i + 1)) / count),
  );
  return [from, ...between, to];
}
