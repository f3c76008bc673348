// Brackets over the compact timeline: the period of each scene with its name, and a marker at the date that is told.
import { button, element } from "../dom.js";
import { addUnits, formatPeriod, readPeriod, startOfUnit } from "../query/periods.js";
import { onLanguage, translateElement } from "../i18n.js";
import { GAP, placeBrackets } from "./bracket-placement.js";
import { titleOf } from "./caption.js";

/** From one scene without dates to the next, at the end, pixels. */
const END_PITCH = 22;

/** A scene without dates, at the end. @param {number} n @param {number} x @returns {import("./bracket-placement.js").Bracket} */
const endBracket = (n, x) => ({ n, row: 0, left: x, right: x, x, text: END_PITCH - GAP, named: false });

/** The button of a scene. @param {number} n @param {(n: number) => void} go */
function bracketButton(n, go) {
  const [line, text] = [element("i"), element("span")];
  const box = button("scene-bracket", "", () => go(n));
  box.append(line, text);
  return { n, box, line, text };
}

/**
 * @param {import("../payload.js").SceneData[]} scenes
 * @param {import("../plugin-api.js").Timeline | null} timeline null on a page without dates
 * @param {(n: number) => void} go shows a scene
 */
export function sceneBrackets(scenes, timeline, go) {
  if (!timeline || !scenes.length) return null;
  const marker = element("div", { class: "scene-marker", "aria-hidden": "true", hidden: "" }, [element("b")]);
  const layer = translateElement(element("div", { class: "scene-brackets", role: "group" }), { "aria-label": ["story.title"] });
  const parts = scenes.map((_, i) => bracketButton(i + 1, go));
  layer.append(...parts.map(({ box }) => box), marker);
  timeline.strip.before(layer);
  const periods = scenes.map(({ state }) => readPeriod(state?.t ?? "")?.period ?? null);
  const undated = periods.filter((period) => !period).length;
  layer.style.setProperty("--ends", `${undated * END_PITCH}px`);
  timeline.strip.style.setProperty("--ends", `${undated * END_PITCH}px`);
  const ctx = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
  let current = 0;
  /** The day of the marker, and its words; null for none. @type {{day: number, text: string} | null} */
  let told = null;

  function place() {
    if (!layer.offsetParent) return;
    const { x, width } = timeline?.scale() ?? { x: () => 0, width: 0 };
    ctx.font = `600 11px ${getComputedStyle(layer).fontFamily}`;
    const widthOf = (/** @type {string} */ text) => Math.ceil(ctx.measureText(text).width);
    const spans = periods.flatMap((period, i) => {
      if (!period) return [];
      const [left, right] = [Math.max(0, x(period[0])), Math.min(width, x(period[1] + 1))];
      return [{ n: i + 1, left, right: Math.max(right, left + 3), name: widthOf(`${i + 1} ${titleOf(i + 1)}`), number: widthOf(`${i + 1}`) }];
    });
    const placed = new Map(placeBrackets(spans, width).map((bracket) => [bracket.n, bracket]));
    let ends = 0;
    for (const { n, box, line, text } of parts) {
      const { row, left, right, x: middle, text: letters, named } = placed.get(n) ?? endBracket(n, width + END_PITCH * (ends++ + 0.7));
      const [from, to] = [Math.min(left, middle - letters / 2), Math.max(right, middle + letters / 2)];
      text.textContent = named ? `${n} ${titleOf(n)}` : `${n}`;
      const period = periods[n - 1];
      box.title = period ? `${titleOf(n)}, ${formatPeriod(period)}` : titleOf(n);
      box.setAttribute("aria-label", `${n} ${box.title}`);
      box.classList.toggle("active", n === current);
      if (n === current) box.setAttribute("aria-current", "step");
      else box.removeAttribute("aria-current");
      box.style.setProperty("--row", `${row}`);
      Object.assign(box.style, { left: `${from}px`, width: `${to - from}px` });
      Object.assign(line.style, { left: `${left - from}px`, width: `${right - left}px` });
      text.style.left = `${middle - from}px`;
    }
    placeMarker(told && x(told.day), told?.text ?? "");
  }

  /** @param {number | null} x pixels; null for no marker @param {string} text */
  function placeMarker(x, text) {
    marker.hidden = x === null;
    const label = /** @type {HTMLElement} */ (marker.firstElementChild);
    label.textContent = text;
    marker.style.transform = `translateX(${x ?? 0}px)`;
    // The words stay within the axis.
    const half = label.offsetWidth / 2;
    const middle = Math.max(half, Math.min(layer.clientWidth - half, x ?? 0));
    label.style.transform = `translateX(calc(${middle - (x ?? 0)}px - 50%))`;
  }

  timeline.onPaint(place);
  onLanguage(place);
  return {
    /** Shows the marker on its way from a day to another. @param {number} from @param {number} to @param {number} share */
    moveMarker(from, to, share) {
      const { x, day } = /** @type {import("../timeline/scale.js").Scale} */ (timeline.scale());
      const at = x(from) + (x(to) - x(from)) * share;
      const now = startOfUnit(Math.floor(day(at)), "month");
      const month = formatPeriod([now, addUnits(now, 1, "month") - 1]);
      placeMarker(at, share === 1 ? (told?.text ?? "") : to < from ? `← ${month}` : `${month} →`);
    },
    rest: place,
    /** Where the marker stands: its day; null for none. */
    day: () => told?.day ?? null,
    /** Marks the present scene, and the date that it tells last. @param {number} n @param {{day: number, text: string} | null} date */
    update(n, date) {
      [current, told] = [n, date];
      place();
    },
  };
}
