// The row of buttons at the top left of the map. Each opens a panel; one panel is open at a time.
import { element } from "../dom.js";
import { closeOnEscape } from "../chrome/escape-key.js";

/** Space above and below a panel together, pixels. */
const AROUND = 24;

/** Each opens or closes a panel. @type {Set<(open: boolean) => void>} */
const setters = new Set();

/**
 * Add a control of the map to the row: a button (`opener`) that opens a panel.
 * @param {L.Map} map @param {HTMLElement} control @param {HTMLElement} opener @param {HTMLElement} panel
 * @param {() => void} [first] fills the panel, before it is unfolded for the first time
 */
export function addPanel(map, control, opener, panel, first = () => {}) {
  control.classList.add("bar-item");
  opener.classList.add("bar-button");
  panel.classList.add("bar-panel");
  const update = closeOnEscape(panel, () => {
    set(false);
    opener.focus();
  });
  let fill = first;
  const set = (/** @type {boolean} */ open) => {
    if (open) {
      fill();
      fill = () => {};
      for (const other of setters) if (other !== set) other(false);
    }
    control.classList.toggle("unfolded", open);
    opener.setAttribute("aria-expanded", `${open}`);
    update(open);
    if (!open) return;
    // On a small screen the buttons may wrap to two rows.
    const row = control.parentElement?.offsetHeight ?? 0;
    panel.style.maxHeight = `${map.getSize().y - row - AROUND}px`;
  };
  setters.add(set);
  set(false);
  opener.addEventListener("click", () => set(!control.classList.contains("unfolded")));
  map.on("click", () => set(false));
}

/** A button that unfolds a panel, and submits nothing. */
export const openerButton = () => element("button", { type: "button" });

/**
 * What the row covers, pixels of the map: its lower right corner, and how far an open panel reaches.
 * @param {L.Map} map
 */
export function coveredArea(map) {
  const frame = map.getContainer().getBoundingClientRect();
  const row = map.getContainer().querySelector(".leaflet-top.leaflet-left");
  const corner = { x: 0, y: 0 };
  for (const control of row?.children ?? []) {
    const { right, bottom } = control.getBoundingClientRect();
    Object.assign(corner, { x: Math.max(corner.x, right - frame.left), y: Math.max(corner.y, bottom - frame.top) });
  }
  const open = row?.querySelector(".unfolded > .bar-panel")?.getBoundingClientRect();
  return { corner, left: open ? open.right - frame.left : 0 };
}
