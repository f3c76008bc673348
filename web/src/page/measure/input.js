// Pointer and keyboard input of the measuring tool.

const L = window.L;
/** How near a click is one at a place, pixels. */
const REACH = { mouse: 9, touch: 22 };
/** Further than this a click was a drag. */
const DRAGGED = 5;

/** @typedef {import("./measuring-tool.js").MeasuringState} MeasuringState */

/**
 * @typedef {object} Acts
 * @property {(at: L.Point, reach: number) => void} set a place at a point of the map's frame
 * @property {() => void} lead the way from the last place to where the pointer is, at the next frame
 * @property {() => void} undo
 * @property {() => void} leave
 * @property {(closing: boolean) => void} finish
 */

/** @param {L.Map} map @param {MeasuringState} state @param {Acts} acts */
export function handlePointer(map, state, { set, lead }) {
  const frame = map.getContainer();
  /** @type {L.Point | null} */
  let pressedAt = null;
  /** The second click of a double one has ended the line: it zooms no more. */
  let inside = false;
  // Captured before Leaflet and the page: measuring selects no record.
  frame.addEventListener(
    "pointerdown",
    (event) => {
      pressedAt = L.point(event.clientX, event.clientY);
      inside = false;
    },
    true,
  );
  for (const name of ["click", "dblclick"]) frame.addEventListener(name, handleClick, true);

  /** @param {Event} event */
  function handleClick(event) {
    const click = /** @type {PointerEvent} */ (event);
    const target = /** @type {Element} */ (click.target);
    if (inside && click.type === "dblclick") click.stopImmediatePropagation();
    if (state.stage !== "setting" || target.closest(".leaflet-control-container, .leaflet-popup")) return;
    click.stopImmediatePropagation();
    click.preventDefault();
    const moved = pressedAt && pressedAt.distanceTo(L.point(click.clientX, click.clientY)) > DRAGGED;
    if (click.type === "dblclick" || moved) return;
    state.byKeys = false;
    set(map.mouseEventToContainerPoint(click), click.pointerType === "touch" ? REACH.touch : REACH.mouse);
    inside = state.stage !== "setting";
  }

  frame.addEventListener("mousemove", (event) => {
    if (state.stage !== "setting") return;
    const isControl = /** @type {Element} */ (event.target).closest(".leaflet-control-container");
    const { lat, lng } = map.mouseEventToLatLng(event);
    state.byKeys = false;
    state.next = isControl ? null : [lng, lat];
    lead();
  });
  map.on("move", () => {
    if (state.stage !== "setting" || !state.byKeys) return;
    const { lat, lng } = map.getCenter();
    state.next = [lng, lat];
    lead();
  });
}

/**
 * @param {L.Map} map @param {MeasuringState} state @param {Acts} acts
 * @param {{opener: HTMLElement, box: HTMLElement}} own elements beside the map on which keys work
 */
export function handleKeys(map, state, { set, undo, leave, finish }, { opener, box }) {
  const frame = map.getContainer();
  // Also while the map has the focus, whose own keys only move it.
  document.addEventListener("keydown", (event) => handleKey(event), true);

  /** @param {KeyboardEvent} event */
  function handleKey(event) {
    const target = /** @type {Element} */ (event.target);
    const free = target === document.body || target === frame || target.closest(".leaflet-pane") || target === opener;
    if (state.stage === "off" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && (free || box.contains(target)) && (state.stage === "setting" || !map._popup?.isOpen())) leave();
    else if (state.stage !== "setting" || !free) return;
    else if (event.key.startsWith("Arrow") && target === frame) state.byKeys = true;
    else if (event.key === "Backspace" && state.places.length) undo();
    else if (event.key === "Enter" && target !== opener) state.byKeys ? set(map.getSize().divideBy(2), 2) : finish(false);
    else return;
    if (!event.key.startsWith("Arrow")) {
      event.preventDefault();
      event.stopPropagation();
    }
  }
}
