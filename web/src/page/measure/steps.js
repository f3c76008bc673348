// Measuring step by step: what is measured now, and what changes it.

/** @typedef {import("./geometry.js").Position} Position */

/**
 * What is measured now.
 * @typedef {object} Measured
 * @property {"off" | "setting" | "ended"} stage
 * @property {Position[]} places
 * @property {boolean} closed
 * @property {boolean} byKeys whether places are set at the middle of the map, by keys
 * @property {Position | null} next where the pointer is
 */

/** @param {() => void} tell called after each step */
export function measureSteps(tell) {
  /** @type {Measured} */
  const now = { stage: "off", places: [], closed: false, byKeys: false, next: null };

  function leave() {
    if (now.stage === "off") return;
    [now.stage, now.places, now.next] = ["off", [], null];
    tell();
  }

  return {
    now,
    leave,
    start() {
      [now.stage, now.places, now.closed, now.next] = ["setting", [], false, null];
      tell();
    },
    /** @param {Position} place */
    add(place) {
      [now.places, now.next] = [[...now.places, place], null];
      tell();
    },
    /** @param {boolean} closing */
    finish(closing) {
      [now.stage, now.closed, now.next] = ["ended", closing, null];
      if (now.places.length < 2) leave();
      else tell();
    },
    undo() {
      if (now.stage === "ended" && now.closed) now.closed = false;
      else now.places = now.places.slice(0, -1);
      now.stage = "setting";
      tell();
    },
  };
}
