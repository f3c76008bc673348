// The map's scenes: what each tells and shows, one after the other; scene 0 is the map as it opened.
import { caption } from "./caption.js";
import { highlighting } from "./highlighting.js";
import { narrow } from "./narrow.js";
import { periodWords } from "./periods.js";
import { presenting } from "./presenting.js";
import { KEYS, changed, isHushed, onChange, part, setState, state } from "./state.js";
import { readScene } from "./scene-link.js";
import { storyKeys } from "./story-keys.js";
import { storyTool } from "./story-tool.js";
import { say } from "./words.js";

/** @typedef {import("./data.js").SceneData} SceneData */

/** What a scene sets, or puts back as it was when the page opened. */
const SET = KEYS.filter((one) => !["lang", "v", "s", "r"].includes(one));
/** Between what a scene shows and the edge of the map or its caption, pixels. */
const MARGIN = 24;
const calm = window.matchMedia("(prefers-reduced-motion: reduce)");

/**
 * How far something covers the map from its left.
 * @param {DOMRect} box @param {DOMRect} frame of the map
 */
function coverOf(box, frame) {
  const beside = box.right <= frame.left || box.left >= frame.right;
  const apart = box.bottom <= frame.top || box.top >= frame.bottom;
  return !box.width || beside || apart ? 0 : box.right - frame.left;
}

/** The focus goes to where it was, be it nowhere: a card would keep the keys to itself. @param {Element | null} from */
function hold(from) {
  if (from instanceof HTMLElement && from !== document.body) from.focus({ preventScroll: true });
  else if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
}

/**
 * The map fitted to a view, and whether the reader has moved it since.
 * @param {L.Map} map @param {HTMLElement} box the caption
 */
function fitting(map, box) {
  let setting = false;
  let moved = false;
  map.on("movestart", () => (moved ||= !setting && !isHushed()));
  map.on("moveend", () => (setting = false));
  return {
    moved: () => moved,
    /** @param {() => void} act which moves the map, at once or in a while */
    set(act) {
      setting = true;
      act();
      moved = false;
    },
    /** @param {import("./data.js").Place[]} rim @param {boolean} animate */
    fit(rim, animate) {
      const cover = coverOf(box.getBoundingClientRect(), map.getContainer().getBoundingClientRect());
      window.geotrackPolar.fit(map, rim, {
        paddingTopLeft: [cover + MARGIN, MARGIN],
        paddingBottomRight: [MARGIN, MARGIN],
        animate,
      });
    },
  };
}

/**
 * @param {L.Map} map
 * @param {import("./data.js").PageData} data
 * @param {Map<number, import("./drawn.js").Drawn>} drawn
 * @param {import("./asking.js").Asking} question
 * @param {{choose: (n: number) => void, letGo: () => void, chosen: () => number | null}} choosing
 * @param {(numbers: readonly number[]) => void} hatch the regions of these alone, of none those of all
 */
export function story(map, data, drawn, question, choosing, hatch) {
  const scenes = data.scenes ?? [];
  const total = scenes.length;
  // Symbols and shapes of many records are made when they are wanted: a page without highlights wants none.
  const light = scenes.some(({ highlight }) => highlight) ? highlighting(map, drawn) : () => {};
  let now = 0;
  /** @type {{n: number, own: boolean} | null} */
  let wanted = null;

  /** Numbers of the records that a scene tells of. @param {number} n */
  const tells = (n) => scenes[n - 1]?.highlight ?? scenes[n - 1]?.cited ?? [];
  /** Where these are: the map shows them all, whatever view was asked for. @param {number} n */
  const places = (n) => (n ? tells(n) : present.on() ? [...drawn.keys()] : []).flatMap((one) => /** @type {any} */ ([drawn.get(one)?.event.at]).filter(Boolean));

  /** Of the parts that a scene sets, and the record that is chosen. */
  const said = () => JSON.stringify([state(SET), choosing.chosen()]);
  /** What was said of the page when the scene was set. */
  let settled = "";
  const own = () => view.moved() || said() !== settled;

  function shown() {
    const { items } = question;
    const { many } = question.found();
    const { period } = question.asked();
    const words = period ? [periodWords(period)] : [];
    if (many < items.length) words.push(say("finder.someOf", { some: many, n: items.length }));
    return words.join(" · ");
  }

  /** The scene, or the map as a whole, is told; what the map shows stays. @param {number} n */
  function mark(n) {
    now = n;
    document.body.classList.toggle("in-scene", n > 0);
    told.box.hidden = !n && !present.on();
    tellTool(n);
    told.tell(n);
    light(scenes[n - 1]?.highlight ?? []);
    hatch(tells(n));
  }

  /** @param {boolean} animate */
  function fit(animate) {
    if (!now && !present.on()) setState({}, ["v"]);
    else view.fit([...(scenes[now - 1]?.view ?? data.opening), ...places(now)], animate);
  }

  /** @param {number} n */
  function go(n) {
    if (n < 0 || n > total) return;
    const { state: sets = {}, card } = scenes[n - 1] ?? {};
    const opens = card !== undefined && !narrow.matches;
    const from = document.activeElement;
    const turned = (sets.p ?? "") !== (state(["p"]).p ?? "");
    view.set(() => {
      choosing.letGo();
      setState(sets, SET);
      mark(n);
      fit(!turned && !calm.matches && !opens);
      if (opens) choosing.choose(card);
    });
    // The story goes on from where it was held.
    if (opens) hold(from);
    settled = said();
    changed();
  }

  /** Begun or left, presenting gives the map another size. */
  function presented() {
    const kept = !own();
    mark(now);
    if (kept) view.set(() => fit(false));
  }

  const acts = { back: () => go(now - 1), on: () => go(now + 1), leave: () => go(0), go, choose: choosing.choose };
  const told = caption(total, acts, shown);
  const tellTool = total ? storyTool(total, acts) : () => {};
  const view = fitting(map, told.box);
  const present = presenting(map, told.box, presented);
  if (total) storyKeys(acts, { total, at: () => now, presenting: present.on, toggleNotes: told.toggleNotes });
  mark(0);
  settled = said();

  map.on("resize", () => {
    if ((now || present.on()) && !isHushed() && !own()) view.set(() => fit(false));
  });
  question.onAsk(told.tellShown);
  part("s", {
    read: () => (now ? `${now}${own() ? "+" : ""}` : ""),
    write: (text) => (wanted = readScene(text, total)),
  });
  // Once the other parts of a link are set: a scene by itself overrides them, one of the reader's own does not.
  onChange(() => {
    if (!wanted) return;
    const { n, own: kept } = wanted;
    wanted = null;
    if (n && !kept) go(n);
    else if (n !== now) mark(n);
    if (kept) settled = "";
  });
}
