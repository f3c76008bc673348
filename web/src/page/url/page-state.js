// State of the page: what the reader has changed, in parts that a permalink holds and a scene sets.

/**
 * Parts by key in the hash of the address: all that a permalink holds.
 *
 * | key | what | example |
 * | --- | --- | --- |
 * | `lang` | language | `nb` |
 * | `p` | projection | `EPSG:3571`, `EPSG:3995@90` |
 * | `v` | middle of the view (latitude, longitude) and zoom | `65.5,-175,3.2` |
 * | `t` | period, its first and last day | `2024-04-01..2024-10-31` |
 * | `q` | search | `vardo` |
 * | `n` | the day since which records are marked as new or changed | `2025-11-01` |
 * | `f` | filters: groups with their choices | `theme:air,naval;status:occurred` |
 * | `c` | `1`: certain only | `1` |
 * | `a` | area: a distance from a position, or the corners of an outline | `300km@70,-170`, `66,-170;66,-168;65,-169` |
 * | `l` | layers that are on or off other than at first | `region:bering-sea,-naval` |
 * | `s` | scene, by its number; with `+` as the reader left it, which the other parts say | `2`, `2+` |
 * | `r` | chosen record, by its number | `7` |
 */
export const KEYS = /** @type {const} */ (["lang", "p", "v", "t", "q", "n", "f", "c", "a", "l", "s", "r"]);

/** @typedef {typeof KEYS[number]} Key */
/** @typedef {Partial<Record<Key, string>>} State */

/**
 * @typedef {object} Part
 * @property {() => string} read its value; empty if it is as when the page opened
 * @property {(value: string) => void} write sets it; ignores an invalid value, and restores the initial state if it is empty
 */

/** @type {Map<Key, Part>} */
const parts = new Map();
/** @type {(() => void)[]} */
const listeners = [];
let writing = false;
let paused = false;

/** @param {Key} key @param {Part} part */
export const registerPart = (key, { read, write }) => void parts.set(key, { read, write });

/** To be called after a part has changed; ignored while a whole state is being set. */
export function notifyChange() {
  if (!writing && !paused) for (const listener of listeners) listener();
}

/** Whether changes are to be ignored because the reader did not make them, as while the page is fitted to paper. */
export const isTrackingPaused = () => paused;

/** Whether a link or a scene is just setting the page. */
export const isSettingState = () => writing;

/** @param {boolean} pauses */
export function pauseTracking(pauses) {
  paused = pauses;
  if (!pauses) notifyChange();
}

/** @param {() => void} listener called after each change */
export const onChange = (listener) => void listeners.push(listener);

/** The parts that are not as when the page opened. @param {readonly Key[]} [keys] @returns {State} */
export function readState(keys = KEYS) {
  const values = keys.map((key) => [key, parts.get(key)?.read() ?? ""]);
  return Object.fromEntries(values.filter(([, value]) => value));
}

/**
 * Set parts of the page, in the order of the table.
 * @param {State} state @param {readonly Key[]} [keys] parts to set; those not in `state` are restored to their initial state
 */
export function setState(state, keys = KEYS) {
  writing = true;
  try {
    for (const key of KEYS) if (keys.includes(key)) parts.get(key)?.write(state[key] ?? "");
  } finally {
    writing = false;
  }
  notifyChange();
}
