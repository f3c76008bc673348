// Tooltip of a hexagon: number of positions, area, months.

const HEIGHT = 22;
/** All bars together: under them there is room for the first and the last month. */
const [NARROWEST, WIDEST, BAR] = [120, 150, 9];

/** @typedef {import("../../page/plugin-api.js").Page["words"]} Words */

/** Months in words, as the timeline has them. @param {Words} words @param {number} first @param {number} last since January 1970 */
export const formatMonths = ({ period }, first, last) =>
  period([Date.UTC(1970, first) / 86_400_000, Date.UTC(1970, last + 1) / 86_400_000 - 1]);

/** @param {Words} words @param {number} month since January 1970 */
function formatMonth({ say, section }, month) {
  const date = new Date(Date.UTC(1970, month));
  return say("time.month", { month: section("time.shortMonths")[date.getUTCMonth()], year: `${date.getUTCFullYear()}` });
}

/**
 * @param {import("../../page/plugin-api.js").Page} page
 * @param {{title: string, months: [number, number] | null, colours: string[]}} about of the layer
 * @param {import("../data/density-level.js").HexagonCounts} held
 * @returns {Element[]}
 */
export function densityLines({ element, words }, { title, months, colours }, { km2, certain, possible, timeless, byMonth, shown }) {
  const { say, number } = words;
  const n = certain + possible;
  const [area, spread] = [number(km2), shown[1] - shown[0] + 1];
  const mean = n / spread;
  const values = { n, area, mean: number(mean, mean >= 10 ? 0 : mean >= 1 ? 1 : 3) };
  /** @type {Element[]} */
  const lines = [
    element("b", {}, [title]),
    element("span", {}, [say(spread > 1 ? "observed.inAreaMonth" : "observed.inArea", values)]),
  ];
  if (possible) lines.push(element("i", {}, [say("observed.possibly", { n: possible })]));
  const withCount = byMonth.flatMap((count, i) => (count ? [i] : []));
  if (months && withCount.length) {
    const [first, last] = [withCount[0], withCount[withCount.length - 1]].map((i) => months[0] + i);
    lines.push(element("span", {}, [formatMonths(words, first, last)]));
    if (byMonth.length > 1) {
      const svg = bars(byMonth, shown, colours[0]);
      const ends = months.map((month) => element("span", {}, [formatMonth(words, month)]));
      const monthEnds = /** @type {HTMLElement} */ (element("span", { class: "month-ends" }, ends));
      monthEnds.style.width = `${svg.getAttribute("width")}px`;
      lines.push(svg, monthEnds);
    }
  }
  if (timeless) lines.push(element("i", {}, [say("observed.timeless", { n: timeless })]));
  return lines;
}

/**
 * A bar for each month, the most as high as there is room; those that are not shown are pale.
 * @param {number[]} byMonth @param {[first: number, last: number]} shown @param {string} colour
 */
function bars(byMonth, [first, last], colour) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const wide = Math.min(WIDEST / byMonth.length, Math.max(BAR, NARROWEST / byMonth.length));
  const most = Math.max(...byMonth, 1);
  const look = { class: "month-bars", width: wide * byMonth.length, height: HEIGHT, "aria-hidden": "true" };
  for (const [name, value] of Object.entries(look)) svg.setAttribute(name, `${value}`);
  svg.style.setProperty("--dot", colour);
  for (const [i, count] of byMonth.entries()) {
    const bar = document.createElementNS(space, "rect");
    const high = count ? Math.max(1, (count / most) * (HEIGHT - 1)) : 0.5;
    const box = { x: i * wide, y: HEIGHT - high, width: Math.max(0.7 * wide, wide - 1), height: high };
    for (const [name, value] of Object.entries(box)) bar.setAttribute(name, `${value}`);
    if (i + 1 < first || i + 1 > last) bar.classList.add("off");
    svg.append(bar);
  }
  return svg;
}
