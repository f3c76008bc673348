// What a hexagon holds: how many positions, in how many square kilometres, and in which months.

const HEIGHT = 22;
const WIDEST = 150;

/** @param {number} month since January 1970 @param {string} language */
const monthName = (month, language) =>
  new Intl.DateTimeFormat(language, { month: "long", year: "numeric", timeZone: "UTC" }).format(
    Date.UTC(1970, month, 1),
  );

/**
 * @param {import("../page/further.js").Page} page
 * @param {{title: string, months: [number, number] | null, colours: string[]}} about of the layer
 * @param {import("./levels.js").Held} held
 * @returns {Element[]}
 */
export function densityLines({ element, words }, { title, months, colours }, { km2, certain, possible, timeless, byMonth, shown }) {
  const { say, number, language } = words;
  /** @type {Element[]} */
  const lines = [
    element("b", {}, [title]),
    element("span", {}, [say("observed.inArea", { n: certain + possible, area: number(km2) })]),
  ];
  if (possible) lines.push(element("i", {}, [say("observed.possibly", { n: possible })]));
  const held = byMonth.flatMap((many, i) => (many ? [i] : []));
  if (months && held.length) {
    const [first, last] = [held[0], held[held.length - 1]].map((i) => monthName(months[0] + i, language()));
    lines.push(element("span", {}, [first === last ? first : say("observed.months", { first, last })]));
    if (byMonth.length > 1) lines.push(bars(byMonth, shown, colours[0]));
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
  const wide = Math.min(9, WIDEST / byMonth.length);
  const most = Math.max(...byMonth, 1);
  const look = { class: "month-bars", width: wide * byMonth.length, height: HEIGHT, "aria-hidden": "true" };
  for (const [name, value] of Object.entries(look)) svg.setAttribute(name, `${value}`);
  svg.style.setProperty("--dot", colour);
  for (const [i, many] of byMonth.entries()) {
    const bar = document.createElementNS(space, "rect");
    const high = many ? Math.max(1, (many / most) * (HEIGHT - 1)) : 0.5;
    const at = { x: i * wide, y: HEIGHT - high, width: Math.max(0.7 * wide, wide - 1), height: high };
    for (const [name, value] of Object.entries(at)) bar.setAttribute(name, `${value}`);
    if (i + 1 < first || i + 1 > last) bar.classList.add("off");
    svg.append(bar);
  }
  return svg;
}
