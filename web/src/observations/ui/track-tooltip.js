// Tooltip of a track: a position like any observation, a leg by what is known of its ends.
import { formatMoment, pointLines } from "./point-tooltip.js";
import { valueOf } from "../data/packed-column.js";
import { isPossible, isGap } from "../paint/track-lines.js";

const HOUR_S = 3600;

/**
 * @param {import("../../page/plugin-api.js").Page} page @param {any} layer of tracks
 * @param {{whose: number, radius?: number}} values the id of the ship or aircraft, as a raw number; metres, NaN if not stated
 * @param {number[]} fixes one, or both ends of a leg @param {number} vertex to which the leg leads
 * @returns {Element[]}
 */
export function trackLines(page, { about, track, places }, { whose: rawId, radius }, fixes, vertex) {
  const whose = valueOf(about.packed.whose, rawId);
  if (fixes.length === 1) {
    const [i] = fixes;
    const possible = track.possible?.[i] === 1;
    return pointLines(page, about, { time: track.time[i], values: [whose], lonLat: places.lonLat(i), possible, radius }, 0);
  }
  const { element, words } = page;
  const { say, number } = words;
  const [first, last] = fixes;
  const [[lon, lat], [toLon, toLat]] = [places.lonLat(first), places.lonLat(last)];
  const metres = window.geotrackPolar.distance(lon, lat, toLon, toLat);
  // With one decimal below 10 km.
  const km = number(Math.round(metres < 10_000 ? metres / 100 : metres / 1000) / (metres < 10_000 ? 10 : 1));
  const seconds = track.time[last] - track.time[first];
  // Minutes (60 s) and hours (3600 s) with one decimal.
  const time = seconds < 2 * HOUR_S
    ? say("observed.minutes", { n: number(Math.round(seconds / 6) / 10) })
    : say("observed.hours", { n: number(Math.round(seconds / 360) / 10) });
  const gap = isGap(track, vertex);
  return [
    element("b", {}, [about.title]),
    element("dl", {}, [element("dt", {}, [about.columns[0]]), element("dd", {}, [`${whose ?? say("observed.empty")}`])]),
    element("i", {}, [say(gap ? "observed.trackGap" : "observed.trackWay")]),
    element("span", {}, [say("observed.trackBetween", { first: formatMoment(track.time[first], say), last: formatMoment(track.time[last], say) })]),
    element("span", {}, [say("observed.trackLength", { time, km })]),
    ...(isPossible(track, vertex) ? [element("i", {}, [say("observed.possible")])] : []),
    element("small", {}, [about.source]),
  ];
}
