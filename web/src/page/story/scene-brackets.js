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
  return {
    box,
    /** @param {import("./bracket-placement.js").Bracket} bracket @param {import("../query/periods.js").Period | null} period @param {boolean} isActive */
    place({ row, left, right, x, text: letters, named }, period, isActive) {
      const [from, to] = [Math.min(left, x - letters / 2), Math.max(right, x + letters / 2)];
      text.textContent = named ? nameOf(n) : `${n}`;
      box.title = period ? `${titleOf(n)}, ${formatPeriod(period)}` : titleOf(n);
      box.setAttribute("aria-label", `${n} ${box.title}`);
      box.classList.toggle("active", isActive);
      if (isActive) box.setAttribute("aria-current", "step");
      else box.removeAttribute("aria-current");
      box.style.setProperty("--row", `${row}`);
      Object.assign(box.style, { left: `${from}px`, width: `${to - from}px` });
      Object.assign(line.style, { left: `${left - from}px`, width: `${right - left}px` });
      text.style.left = `${x - from}px`;
    },
  };
}

/** @param {number} n */
const nameOf = (n) => `${n} ${titleOf(n)}`;

/** The marker of a date. @param {HTMLElement} layer in which it stands */
function dateMarker(layer) {
  const label = element("b");
  const marker = element("div", { class: "scene-marker", "aria-hidden": "true", hidden: "" }, [label]);
  layer.append(marker);
  /** @param {number | null} x pixels; null for no marker @param {string} text */
  return (x, text) => {
    marker.hidden = x === null;
    label.textContent = text;
    marker.style.transform = `translateX(${x ?? 0}px)`;
    // The words stay within the axis.
    const half = label.offsetWidth / 2;
    const middle = Math.max(half, Math.min(layer.clientWidth - half, x ?? 0));
    label.style.transform = `translateX(calc(${middle - (x ?? 0)}px - 50%))`;
  };
}

/**
 * Places the brackets of dated scenes on an axis.
 * @param {(import("../query/periods.js").Period | null)[]} periods of the scenes @param {import("../timeline/scale.js").Scale} scale
 * @param {(text: string) => number} widthOf a text, pixels
 */
function bracketsOn(periods, { x, width }, widthOf) {
  const spans = periods.flatMap((period, i) => {
    if (!period) return [];
    const [left, right] = [Math.max(0, x(period[0])), Math.min(width, x(period[1] + 1))];
    return [{ n: i + 1, left, right: Math.max(right, left + 3), name: widthOf(nameOf(i + 1)), number: widthOf(`${i + 1}`) }];
  });
  return new Map(placeBrackets(spans, width).map((bracket) => [bracket.n, bracket]));
}

/**
 * @param {import("../payload.js").SceneData[]} scenes
 * @param {import("../plugin-api.js").Timeline | null} timeline null on a page without dates
 * @param {(n: number) => void} go shows a scene
 */
export function sceneBrackets(scenes, timeline, go) {
  if (!timeline || !scenes.length) return null;
  const layer = translateElement(element("div", { class: "scene-brackets", role: "group" }), { "aria-label": ["story.title"] });
  const buttons = scenes.map((_, i) => bracketButton(i + 1, go));
  layer.append(...buttons.map(({ box }) => box));
  const placeMarker = dateMarker(layer);
  timeline.strip.before(layer);
  const periods = scenes.map(({ state }) => readPeriod(state?.t ?? "")?.period ?? null);
  const ends = `${periods.filter((period) => !period).length * END_PITCH}px`;
  for (const part of [layer, timeline.strip]) part.style.setProperty("--ends", ends);
  const ctx = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
  let current = 0;
  /** The day of the marker, and its words; null for none. @type {{day: number, text: string} | null} */
  let told = null;

  function place() {
    if (!layer.offsetParent) return;
    const scale = /** @type {import("../timeline/scale.js").Scale} */ (timeline?.scale());
    ctx.font = `600 11px ${getComputedStyle(layer).fontFamily}`;
    const placed = bracketsOn(periods, scale, (text) => Math.ceil(ctx.measureText(text).width));
    let undated = 0;
    for (const [i, { place: placeButton }] of buttons.entries()) {
      const bracket = placed.get(i + 1) ?? endBracket(i + 1, scale.width + END_PITCH * (undated++ + 0.7));
      placeButton(bracket, periods[i], i + 1 === current);
    }
    placeMarker(told && scale.x(told.day), told?.text ?? "");
  }

  timeline.onPaint(place);
  onLanguage(place);
  return {
    /** Shows the marker on its way from a day to another. @param {number} from @param {number} to @param {number} share */
    moveMarker(from, to, share) {
      const { x, day } = timeline.scale();
      const at = x(from) + (x(to) - x(from)) * share;
      const first = startOfUnit(Math.floor(day(at)), "month");
      const month = formatPeriod([first, addUnits(first, 1, "month") - 1]);
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
