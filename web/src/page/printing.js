// On paper the map shows what it shows on the screen, whole, in the frame that the sheet has.

/** The frame of page.css on A4 landscape, CSS pixels. */
const SHEET = { x: 1046, y: 544 };

/**
 * Canvases drawn while a browser prepares to print go to paper as drawings, in metres, and not every
 * reader of PDF can show these: a copy goes as a picture.
 * @param {HTMLElement} frame
 */
function copyCanvases(frame) {
  return [...frame.querySelectorAll("canvas")].map((canvas) => {
    const copy = /** @type {HTMLCanvasElement} */ (canvas.cloneNode());
    copy.getContext("2d")?.drawImage(canvas, 0, 0);
    canvas.after(copy);
    canvas.style.display = "none";
    return () => {
      copy.remove();
      canvas.style.display = "";
    };
  });
}

/** @param {L.Map} map */
export function printWhole(map) {
  const frame = map.getContainer();
  /** @type {{centre: L.LatLng, zoom: number} | null} */
  let screen = null;
  /** @type {(() => void)[]} */
  let restore = [];

  function toPaper() {
    if (screen) return;
    const { x, y } = map.getSize();
    screen = { centre: map.getCenter(), zoom: map.getZoom() };
    map.closePopup();
    Object.assign(frame.style, { width: `${SHEET.x}px`, height: `${SHEET.y}px` });
    map.invalidateSize({ animate: false });
    const zoom = screen.zoom + Math.log2(Math.min(SHEET.x / x, SHEET.y / y));
    map.setView(screen.centre, zoom, { animate: false });
    restore = copyCanvases(frame);
  }

  function toScreen() {
    if (!screen) return;
    for (const undo of restore) undo();
    Object.assign(frame.style, { width: "", height: "" });
    map.invalidateSize({ animate: false });
    map.setView(screen.centre, screen.zoom, { animate: false });
    screen = null;
  }

  window.addEventListener("beforeprint", toPaper);
  window.addEventListener("afterprint", toScreen);
  // Where the screen's own style comes back later than that.
  window.matchMedia("print").addEventListener("change", ({ matches }) => {
    if (!matches) map.invalidateSize({ animate: false });
  });
}
