// Tooltip of a hexagon: number of positions, area, months.

/** Height of the bars; their width together, so that the first and the last month fit under them; and the usual width of one, pixels. */
const HEIGHT = 22;
const [MIN_WIDTH, MAX_WIDTH, BAR_WIDTH] = [120, 150, 9];

/** @typedef {import("../../page/plugin-api.js").Page["words"]} Words */

/** A period of whole months in words, as the timeline writes it. @param {Words} words @param {number} first @param {number} last since January 1970 */
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
 * @param {import("../data/density-level.js").HexagonCounts} counts of the hexagon
 * @returns {Element[]}
 */
export function densityLines({ element, words }, { title, months, colours }, { km2, certain, possible, timeless, byMonth, shown }) {
  const { say, number } = words;
  const n = certain + possible;
  const [area, monthCount] = [number(km2), shown[1] - shown[0] + 1];
  const mean = n / monthCount;
  const values = { n, area, mean: number(mean, mean >= 10 ? 0 : mean >= 1 ? 1 : 3) };
  /** @type {Element[]} */
  const lines = [
    element("b", {}, [title]),
    element("span", {}, [say(monthCount > 1 ? "observed.inAreaMonth" : "observed.inArea", values)]),
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
 * A bar for each month, the greatest as high as HEIGHT; those of months that are not shown are pale.
 * @param {number[]} byMonth @param {[first: number, last: number]} shown from 1 @param {string} colour
 */
function bars(byMonth, [first, last], colour) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const width = Math.min(MAX_WIDTH / byMonth.length, Math.max(BAR_WIDTH, MIN_WIDTH / byMonth.length));
  const greatest = Math.max(...byMonth, 1);
  const attributes = { class: "month-bars", width: width * byMonth.length, height: HEIGHT, "aria-hidden": "true" };
  for (const [name, value] of Object.entries(attributes)) svg.setAttribute(name, `${value}`);
  svg.style.setProperty("--dot", colour);
  for (const [i, count] of byMonth.entries()) {
    const bar = document.createElementNS(space, "rect");
    // An empty month is a thin line, a month with any at least a pixel high.
    const height = count ? Math.max(1, (count / greatest) * (HEIGHT - 1)) : 0.5;
    const box = { x: i * width, y: HEIGHT - height, width: Math.max(0.7 * width, width - 1), height };
    for (const [name, value] of Object.entries(box)) bar.setAttribute(name, `${value}`);
    if (i + 1 < first || i + 1 > last) bar.classList.add("off");
    svg.append(bar);
  }
  return svg;
}
