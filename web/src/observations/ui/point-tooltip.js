// Tooltip of a single observation: time, position, columns.

/**
 * @param {import("../../page/plugin-api.js").Page} page @param {import("../data/columns.js").LayerInfo} about
 * @param {{time: number | null, values: (number | string | null)[], lonLat: [number, number], possible: boolean, radius?: number}} observation
 *   seconds; values of the columns; metres: NaN if not stated, undefined without a column of radii
 * @param {number} neighbours how many others lie at the same place
 */
export function pointLines({ element, words, map }, about, { time, values, lonLat: [lon, lat], possible, radius }, neighbours) {
  const { say } = words;
  const digits = about.metres < 10 ? 5 : about.metres < 100 ? 4 : 3;
  const positionText = window.geotrackPolar.positionText(lat, lon, digits, map.options.wording);
  const { decimal } = map.options.wording;
  // Digits are not grouped: many numbers are identifiers, such as an MMSI.
  const valueText = (/** @type {number | string | null} */ value) =>
    value === null ? say("observed.empty") : typeof value === "number" ? `${value}`.replace(".", decimal) : value;
  const rows = about.columns.flatMap((name, n) => [element("dt", {}, [name]), element("dd", {}, [valueText(values[n])])]);
  return [
    element("b", {}, [about.title]),
    element("span", {}, [time === null ? say("observed.noTime") : formatMoment(time, say)]),
    element("span", {}, [`${positionText} (${say("observed.rounded", { metres: about.metres })})`]),
    ...(radius === undefined ? [] : [element("span", {}, [formatRadius(radius, words)])]),
    ...(rows.length ? [element("dl", {}, rows)] : []),
    ...(possible ? [element("i", {}, [say("observed.possible")])] : []),
    element("small", {}, [about.source]),
    ...(neighbours ? [element("i", {}, [say("observed.more", { n: neighbours })])] : []),
  ];
}

/** The radius of a position in words. @param {number} metres @param {import("../../page/plugin-api.js").Page["words"]} words */
function formatRadius(metres, { say, number }) {
  if (Number.isNaN(metres)) return say("observed.unstated");
  return say("observed.within", { length: metres < 1000 ? `${number(metres)} m` : `${number(metres / 1000, 1)} km` });
}

/** @param {number} seconds @param {(key: string, values: Record<string, string>) => string} say */
export function formatMoment(seconds, say) {
  const [date, clock] = new Date(seconds * 1000).toISOString().split("T");
  return say("observed.time", { date, clock: clock.slice(0, 8) });
}
