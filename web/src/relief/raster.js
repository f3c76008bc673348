// The picture of land and of sea floor around the pole, in a projection of the map and with the light from above.
const { bytes } = window.geotrackPolar;

/** Radius of the sphere of the packing plane, metres, as in src/polar/unpack.js. */
const R = 6371007.181;
const RADIANS = Math.PI / 180;
/** Side of a raster, pixels: about one for each cell that is packed. */
const SIZE = 1100;
/** Rows of the table of distances from the pole. */
const ROWS = 512;
/** Rows of a raster that are rendered in one step. */
const STEP_ROWS = 50;
/** Red, green and blue of slopes that face the light. */
const BRIGHT = [255, 255, 255];
/** Colours of a step from one level to the next, and the half width of the change of colour, steps. */
const [STEPS, SOFT] = [64, 0.06];
/** Levels below the lowest that is drawn, and levels there are. */
const [LOWEST, LEVELS] = [6, 12];
/** The relief fades between these shares of its reach. */
const FADE = [0.935, 0.985];

/**
 * @typedef {{size: number, reach: number, slopes: Float32Array, levels: Float32Array}} Ground grids of the packing plane, row by
 *   row: slopes towards the light from −1 to 1, and levels (whole where a class of height begins), half as many to a side
 * @typedef {{land: HTMLCanvasElement, sea: HTMLCanvasElement, radius: number, whole: number}} Raster pictures from −radius to
 *   radius, metres of the map's plane; they begin to fade at the distance `whole` from the pole
 * @typedef {{sea: string[], land: string[]}} Tints colours, the shallowest and the lowest first
 * @typedef {{polar: import("../polar/projections.js").Projection, isTurned: boolean, tints: Tints, shade: {land: number, sea: number, colour: string},
 *   strength: number}} Rendering
 *   isTurned: whether the light is turned back; strength: share of the shade by day
 */

/**
 * Height of the light above the horizontal of the sheet, as a sine: 1 from the top, −1 from the bottom. The packed
 * slopes face the upper left where Greenwich points down.
 * @param {import("../polar/projections.js").Projection} polar
 */
export const angleOfLight = ({ centralMeridian, hemisphere }) => Math.round(1e6 * Math.cos((315 + hemisphere * centralMeridian) * RADIANS));

/** @param {import("./index.js").ReliefLook} look @returns {Promise<Ground>} */
export async function readGround({ packed, reach, greys: [zero, slopeGreys, levelGreys] }) {
  const letters = document.getElementById(packed)?.textContent?.trim() ?? "";
  const picture = await createImageBitmap(new Blob([/** @type {BlobPart} */ (bytes(letters))], { type: "image/webp" }), { colorSpaceConversion: "none" });
  const size = picture.width;
  const half = size / 2;
  const canvas = blank(size, picture.height);
  const ctx = context(canvas);
  ctx.drawImage(picture, 0, 0);
  const slopes = grid(ctx.getImageData(0, 0, size, size), zero, slopeGreys);
  const levels = grid(ctx.getImageData(0, size, half, half), zero, levelGreys);
  return { size, reach, slopes, levels: smooth(smooth(levels, half), half) };
}

/** @param {ImageData} image grey @param {number} zero @param {number} greys of a step */
function grid({ data }, zero, greys) {
  const values = new Float32Array(data.length / 4);
  for (let i = 0; i < values.length; i++) values[i] = (data[4 * i] - zero) / greys;
  return values;
}

/** The mean of each cell and its neighbours, which removes the blocks of the packed picture. @param {Float32Array} values @param {number} size */
function smooth(values, size) {
  const means = Float32Array.from(values);
  for (let row = 1; row < size - 1; row++) {
    for (let i = row * size + 1; i < (row + 1) * size - 1; i++) {
      const corners = values[i - size - 1] + values[i - size + 1] + values[i + size - 1] + values[i + size + 1];
      const sides = values[i - size] + values[i + size] + values[i - 1] + values[i + 1];
      means[i] = (4 * values[i] + 2 * sides + corners) / 16;
    }
  }
  return means;
}

/** @param {number} width @param {number} height */
const blank = (width, height) => Object.assign(document.createElement("canvas"), { width, height });

/** @param {HTMLCanvasElement} canvas */
const context = (canvas) => /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));

/** Renders a raster in steps, between which the browser can have its turn. @param {Ground} ground @param {Rendering} rendering @returns {Generator<void, Raster>} */
export function* renderRaster(ground, { polar, isTurned, tints, shade, strength }) {
  const { radius, factors } = distances(polar, ground.reach);
  const [land, sea] = [blank(SIZE, SIZE), blank(SIZE, SIZE)];
  const images = { land: context(land).createImageData(SIZE, SIZE), sea: context(sea).createImageData(SIZE, SIZE) };
  const dark = rgbOf(shade.colour);
  const light = isTurned ? -strength : strength;
  const layers = [
    { pixels: images.land.data, colours: ramp(tints.land, 1), shade: shade.land * light, dark, side: 1 },
    { pixels: images.sea.data, colours: ramp(tints.sea, -1), shade: shade.sea * light, dark, side: -1 },
  ];
  for (let row = 0; row < SIZE; row++) {
    renderRow(ground, factors, row, layers);
    if (row % STEP_ROWS === 0) yield;
  }
  context(land).putImageData(images.land, 0, 0);
  context(sea).putImageData(images.sea, 0, 0);
  return { land, sea, radius, whole: FADE[0] * radius };
}

/**
 * How a distance from the pole on the map becomes one in the packing plane.
 * @param {import("../polar/projections.js").Projection} polar @param {number} reach metres of the packing plane
 * @returns {{radius: number, factors: Float64Array}} the reach on the map, metres; metres of the packing plane for a share 1
 *   of it, by the square of the share
 */
function distances({ hemisphere, pole: [x, y], radius, unproject }, reach) {
  const far = radius(hemisphere * (90 - 2 * Math.asin(reach / (2 * R)) / RADIANS));
  const factors = Float64Array.from({ length: ROWS + 2 }, (_, row) => {
    const share = Math.sqrt(Math.max(row, 1e-3) / ROWS);
    const lat = unproject(x, y - hemisphere * share * far)[1];
    return (2 * R * Math.sin(((90 - hemisphere * lat) / 2) * RADIANS)) / share;
  });
  return { radius: far, factors };
}

/** Red, green and blue. @param {string} colour as `#rrggbb` */
const rgbOf = (colour) => [1, 3, 5].map((i) => parseInt(colour.slice(i, i + 2), 16));

/** Colours from level 0 on, upwards (side 1) or down (−1), red, green and blue in turn. @param {string[]} tints @param {number} side */
function ramp(tints, side) {
  const rgb = tints.map(rgbOf);
  const colours = new Float32Array(3 * LEVELS * STEPS);
  for (let i = 0; i < LEVELS * STEPS; i++) {
    const level = Math.max(0, side * (i / STEPS - LOWEST));
    const next = Math.min(Math.round(level), rgb.length - 1);
    const share = next ? Math.min(1, Math.max(0, (level - next) / (2 * SOFT) + 0.5)) : 1;
    for (let c = 0; c < 3; c++) {
      const before = rgb[Math.max(next - 1, 0)][c];
      colours[3 * i + c] = before + (rgb[next][c] - before) * share;
    }
  }
  return colours;
}

/**
 * @param {Ground} ground @param {Float64Array} factors @param {number} row
 * @param {{pixels: Uint8ClampedArray, colours: Float32Array, shade: number, dark: number[], side: number}[]} layers
 */
function renderRow({ size, reach, slopes, levels }, factors, row, layers) {
  const cell = (2 * reach) / size;
  const y = (2 * (row + 0.5)) / SIZE - 1;
  for (let column = 0; column < SIZE; column++) {
    const x = (2 * (column + 0.5)) / SIZE - 1;
    const square = x * x + y * y;
    if (square >= 1) continue;
    const exactRow = square * ROWS;
    const index = Math.floor(exactRow);
    const factor = factors[index] + (exactRow - index) * (factors[index + 1] - factors[index]);
    const [u, v] = [(x * factor + reach) / cell, (y * factor + reach) / cell];
    const level = between(levels, size / 2, u / 2 - 0.5, v / 2 - 0.5);
    const slope = between(slopes, size, u - 0.5, v - 0.5);
    const share = (Math.sqrt(square) * factor) / reach;
    const opacity = 255 * Math.min(1, Math.max(0, (FADE[1] - share) / (FADE[1] - FADE[0])));
    for (const layer of layers) if (layer.side * level > -1) paintPixel(layer, row * SIZE + column, level, slope, opacity);
  }
}

/** A value between four cells of a grid. @param {Float32Array} values @param {number} size @param {number} u @param {number} v */
function between(values, size, u, v) {
  const column = Math.min(Math.max(Math.floor(u), 0), size - 2);
  const row = Math.min(Math.max(Math.floor(v), 0), size - 2);
  const i = row * size + column;
  const upper = values[i] + (u - column) * (values[i + 1] - values[i]);
  const lower = values[i + size] + (u - column) * (values[i + size + 1] - values[i + size]);
  return upper + (v - row) * (lower - upper);
}

/**
 * @param {{pixels: Uint8ClampedArray, colours: Float32Array, shade: number, dark: number[]}} layer @param {number} pixel
 * @param {number} level @param {number} slope @param {number} opacity
 */
function paintPixel({ pixels, colours, shade, dark }, pixel, level, slope, opacity) {
  const from = 3 * Math.min(Math.max(Math.floor((level + LOWEST) * STEPS), 0), LEVELS * STEPS - 1);
  const amount = shade * slope;
  const [towards, share] = amount < 0 ? [dark, -amount] : [BRIGHT, amount];
  const to = 4 * pixel;
  for (let c = 0; c < 3; c++) pixels[to + c] = colours[from + c] + (towards[c] - colours[from + c]) * share;
  pixels[to + 3] = opacity;
}
