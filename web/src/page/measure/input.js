// Pointer and keyboard input of the measuring tool.

const L = window.L;
/** A click within this distance of a place hits it, pixels. */
const REACH = { mouse: 9, touch: 22 };
/** A pointer that moved further than this while it was down has dragged the map, pixels. */
const DRAG_DISTANCE = 5;

/** @typedef {import("./measuring-tool.js").MeasuringState} MeasuringState */

/**
 * @typedef {object} Acts
 * @property {(at: L.Point, reach: number) => void} set a place at a point of the map's frame
 * @property {() => void} lead draws the leg from the last place to the pointer, at the next frame
 * @property {() => void} undo
 * @property {() => void} leave
 * @property {(closing: boolean) => void} finish
 */

/** @param {L.Map} map @param {MeasuringState} state @param {Acts} acts */
export function handlePointer(map, state, { set, lead }) {
  const frame = map.getContainer();
  /** @type {L.Point | null} */
  let pressedAt = null;
  /** Whether the last click has ended the line: if it is the second of a double click, that must not zoom. */
  let endedByClick = false;
  // In the capture phase, before Leaflet and the page: a click must select no record while measuring.
  frame.addEventListener(
    "pointerdown",
    (event) => {
      pressedAt = L.point(event.clientX, event.clientY);
      endedByClick = false;
    },
    true,
  );
  for (const name of ["click", "dblclick"]) frame.addEventListener(name, handleClick, true);

  /** @param {Event} event */
  function handleClick(event) {
    const click = /** @type {PointerEvent} */ (event);
    const target = /** @type {Element} */ (click.target);
    if (endedByClick && click.type === "dblclick") click.stopImmediatePropagation();
    if (state.stage !== "setting" || target.closest(".leaflet-control-container, .leaflet-popup")) return;
    click.stopImmediatePropagation();
    click.preventDefault();
    const moved = pressedAt && pressedAt.distanceTo(L.point(click.clientX, click.clientY)) > DRAG_DISTANCE;
    if (click.type === "dblclick" || moved) return;
    state.byKeys = false;
    set(map.mouseEventToContainerPoint(click), click.pointerType === "touch" ? REACH.touch : REACH.mouse);
    endedByClick = state.stage !== "setting";
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
 * @param {{opener: HTMLElement, box: HTMLElement}} keyTargets elements beside the map on which keys work
 */
export function handleKeys(map, state, { set, undo, leave, finish }, { opener, box }) {
  const frame = map.getContainer();
  // In the capture phase, before the keys with which Leaflet moves a focused map.
  document.addEventListener("keydown", (event) => handleKey(event), true);

  /** @param {KeyboardEvent} event */
  function handleKey(event) {
    const target = /** @type {Element} */ (event.target);
    const keysApply = target === document.body || target === frame || target.closest(".leaflet-pane") || target === opener;
    if (state.stage === "off" || event.ctrlKey || event.metaKey || event.altKey) return;
    // A measurement that has ended leaves Escape to an open card.
    const ownsEscape = (keysApply || box.contains(target)) && (state.stage === "setting" || !map._popup?.isOpen());
    if (event.key === "Escape" && ownsEscape) leave();
    else if (state.stage !== "setting" || !keysApply) return;
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
