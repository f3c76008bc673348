// Geodesics on the WGS 84 ellipsoid: T. Vincenty, Survey Review XXIII (176), 1975.

const A = 6378137;
const F = 1 / 298.257223563;
const B = A * (1 - F);
const RADIANS = Math.PI / 180;
const PRECISION = 1e-12;

/** @param {number} uSquared */
function series(uSquared) {
  return {
    a: 1 + (uSquared / 16384) * (4096 + uSquared * (-768 + uSquared * (320 - 175 * uSquared))),
    b: (uSquared / 1024) * (256 + uSquared * (-128 + uSquared * (74 - 47 * uSquared))),
  };
}

/** @param {number} b @param {number} sin @param {number} cos @param {number} middle */
function correction(b, sin, cos, middle) {
  const square = 2 * middle ** 2 - 1;
  return (
    b * sin *
    (middle + (b / 4) * (cos * square - (b / 6) * middle * (4 * sin ** 2 - 3) * (4 * middle ** 2 - 3)))
  );
}

/** @param {number} cosSquared */
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
  const reduced = Math.atan((1 - F) * Math.tan(lat * RADIANS));
  const [sinU, cosU] = [Math.sin(reduced), Math.cos(reduced)];
  const [sinAzimuth, cosAzimuth] = [Math.sin(azimuth * RADIANS), Math.cos(azimuth * RADIANS)];
  const start = Math.atan2(Math.tan(reduced), cosAzimuth);
  const sinAlpha = cosU * sinAzimuth;
  const cosSquared = 1 - sinAlpha ** 2;
  const { a, b } = series((cosSquared * (A ** 2 - B ** 2)) / B ** 2);
  const straight = metres / (B * a);
  let sigma = straight;
  for (let turn = 0; turn < 50; turn++) {
    const middle = Math.cos(2 * start + sigma);
    const next = straight + correction(b, Math.sin(sigma), Math.cos(sigma), middle);
    const done = Math.abs(next - sigma) < PRECISION;
    sigma = next;
    if (done) break;
  }
  const [sin, cos] = [Math.sin(sigma), Math.cos(sigma)];
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

/**
 * Length of the geodesic between two places that are not nearly opposite each other.
 * @param {number} lon1 degrees
 * @param {number} lat1 degrees
 * @param {number} lon2 degrees
 * @param {number} lat2 degrees
 * @returns {number} metres
 */
export function distance(lon1, lat1, lon2, lat2) {
  const across = (lon2 - lon1) * RADIANS;
  const [u1, u2] = [lat1, lat2].map((lat) => Math.atan((1 - F) * Math.tan(lat * RADIANS)));
  const [sinU1, cosU1, sinU2, cosU2] = [Math.sin(u1), Math.cos(u1), Math.sin(u2), Math.cos(u2)];
  let lambda = across;
  let sin = 0;
  let cos = 1;
  let sigma = 0;
  let cosSquared = 1;
  let middle = 0;
  for (let turn = 0; turn < 100; turn++) {
    const [sinL, cosL] = [Math.sin(lambda), Math.cos(lambda)];
    sin = Math.hypot(cosU2 * sinL, cosU1 * sinU2 - sinU1 * cosU2 * cosL);
    if (sin === 0) return 0;
    cos = sinU1 * sinU2 + cosU1 * cosU2 * cosL;
    sigma = Math.atan2(sin, cos);
    const sinAlpha = (cosU1 * cosU2 * sinL) / sin;
    cosSquared = 1 - sinAlpha ** 2;
    middle = cosSquared ? cos - (2 * sinU1 * sinU2) / cosSquared : 0;
    const c = flattening(cosSquared);
    const next =
      across +
      (1 - c) * F * sinAlpha * (sigma + c * sin * (middle + c * cos * (2 * middle ** 2 - 1)));
    const done = Math.abs(next - lambda) < PRECISION;
    lambda = next;
    if (done) break;
  }
  const { a, b } = series((cosSquared * (A ** 2 - B ** 2)) / B ** 2);
  return B * a * (sigma - correction(b, sin, cos, middle));
}
