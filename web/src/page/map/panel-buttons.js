// The row of buttons at the top left of the map. Each opens a panel; one panel is open at a time.
import { element } from "../dom.js";
import { closeOnEscape } from "../chrome/escape-key.js";

/** Space above and below a panel together, pixels. */
const PANEL_MARGINS = 24;

/** Functions that open or close a panel, one for each. @type {Set<(open: boolean) => void>} */
const panelSetters = new Set();

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
    setOpen(false);
    opener.focus();
  });
  let fill = first;
  const setOpen = (/** @type {boolean} */ open) => {
    if (open) {
      fill();
      fill = () => {};
      for (const other of panelSetters) if (other !== setOpen) other(false);
    }
    control.classList.toggle("unfolded", open);
    opener.setAttribute("aria-expanded", `${open}`);
    update(open);
    if (!open) return;
    // On a small screen the buttons may wrap to two rows.
    const row = control.parentElement?.offsetHeight ?? 0;
    panel.style.maxHeight = `${map.getSize().y - row - PANEL_MARGINS}px`;
  };
  panelSetters.add(setOpen);
  setOpen(false);
  opener.addEventListener("click", () => setOpen(!control.classList.contains("unfolded")));
  map.on("click", () => setOpen(false));
}

/** A button to open a panel with; its type keeps it from submitting a form. */
export const openerButton = () => element("button", { type: "button" });

/**
 * The part of the map that the row covers, pixels: the row's lower right corner, and the right edge of an open panel.
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
