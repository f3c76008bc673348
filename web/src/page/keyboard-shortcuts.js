// All keyboard shortcuts of the page. To change a key, change it here.
//
// A shortcut has its key or keys, the key of the text that describes it (geotrack/i18n/*.json, under "page"),
// and its heading in the list that "?" opens. Keys are named as in KeyboardEvent.key; letters in lower case.
// Keys that work inside one control only (radio buttons, the ends of the timeline's period, the measuring tool while
// it is open) stand in the module of that control; those of observations in observations/ui/tooltip.js.

/** @typedef {import("./keyboard.js").Group} Group */
/** @typedef {[keys: string | string[], text: string, group: Group]} Shortcut */

export const NEXT_RECORD = /** @type {Shortcut} */ (["j", "keys.next", "records"]);
export const PREVIOUS_RECORD = /** @type {Shortcut} */ (["k", "keys.previous", "records"]);
export const LINE_DOWN = /** @type {Shortcut} */ (["ArrowDown", "keys.down", "records"]);
export const LINE_UP = /** @type {Shortcut} */ (["ArrowUp", "keys.up", "records"]);
export const SEARCH = /** @type {Shortcut} */ (["/", "keys.search", "records"]);
export const FILTERS = /** @type {Shortcut} */ (["f", "keys.filters", "records"]);
export const CLOSE = /** @type {Shortcut} */ (["Escape", "keys.escape", "records"]);

export const ZOOM_IN = /** @type {Shortcut} */ ([["+", "="], "keys.zoomIn", "map"]);
export const ZOOM_OUT = /** @type {Shortcut} */ ([["-", "_"], "keys.zoomOut", "map"]);
export const WHOLE_MAP = /** @type {Shortcut} */ (["0", "keys.whole", "map"]);
export const ZOOM_TO_HITS = /** @type {Shortcut} */ (["z", "keys.hits", "map"]);
export const LAYERS = /** @type {Shortcut} */ (["l", "keys.layers", "map"]);
export const TURN_MAP = /** @type {Shortcut} */ (["v", "keys.turn", "map"]);
export const MEASURE = /** @type {Shortcut} */ (["m", "keys.measure", "map"]);

export const PERIOD_BACK = /** @type {Shortcut} */ ([",", "time.keys.back", "time"]);
export const PERIOD_ON = /** @type {Shortcut} */ ([".", "time.keys.on", "time"]);
export const PLAY = /** @type {Shortcut} */ (["t", "time.keys.play", "time"]);

export const NEXT_SCENE = /** @type {Shortcut} */ (["ArrowRight", "story.keys.next", "story"]);
export const PREVIOUS_SCENE = /** @type {Shortcut} */ (["ArrowLeft", "story.keys.previous", "story"]);
export const PAGE_ON = /** @type {Shortcut} */ (["PageDown", "story.keys.next", "story"]);
export const PAGE_BACK = /** @type {Shortcut} */ (["PageUp", "story.keys.previous", "story"]);
export const OVERVIEW = /** @type {Shortcut} */ (["Home", "story.keys.overview", "story"]);
export const LAST_SCENE = /** @type {Shortcut} */ (["End", "story.keys.last", "story"]);
export const NOTES = /** @type {Shortcut} */ (["n", "story.keys.notes", "story"]);
export const PRESENT = /** @type {Shortcut} */ (["p", "present.keys.begin", "story"]);
export const STOP_PRESENTING = /** @type {Shortcut} */ (["Escape", "present.keys.leave", "story"]);

export const DARK_MODE = /** @type {Shortcut} */ (["d", "nights.key", "page"]);
export const SHORTCUTS = /** @type {Shortcut} */ (["?", "keys.help", "page"]);
