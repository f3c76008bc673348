// How much of the map a text would hide: coasts, which names avoid where they can.

/** Edge of the cells in which the map is looked at, pixels. */
const CELL = 6;
/** Differences of colour that are none, and from which on there is a coast. */
const [NONE, COAST] = [8, 26];

/**
 * Reads the canvas of the basemap: red less blue tells water, land and ice apart, by day and by night.
 * @param {L.Map} map
 * @returns {(box: import("../map/boxes.js").Box) => number} 0 where a box of the map's frame holds one of these, to 1
 *   where a coast crosses it
 */
export function basemapContrast(map) {
  const canvas = map.getPane("plate")?.querySelector("canvas");
  if (!canvas?.width || !canvas.height) return () => 0;
  const [frame, there] = [map.getContainer(), canvas].map((one) => one.getBoundingClientRect());
  const ratio = canvas.width / there.width;
  const [width, height] = [Math.ceil(frame.width / CELL), Math.ceil(frame.height / CELL)];
  const small = Object.assign(document.createElement("canvas"), { width, height });
  const ctx = small.getContext("2d", { willReadFrequently: true });
  if (!ctx || !width || !height) return () => 0;
  const [left, top] = [(frame.left - there.left) * ratio, (frame.top - there.top) * ratio];
  ctx.drawImage(canvas, left, top, width * CELL * ratio, height * CELL * ratio, 0, 0, width, height);
  const { data } = ctx.getImageData(0, 0, width, height);
  return (box) => {
    let [least, most] = [255, -255];
    for (let y = Math.max(0, Math.floor(box.top / CELL)); y <= Math.min(height - 1, box.bottom / CELL); y++) {
      for (let x = Math.max(0, Math.floor(box.left / CELL)); x <= Math.min(width - 1, box.right / CELL); x++) {
        const at = 4 * (y * width + x);
        const value = data[at] - data[at + 2];
        [least, most] = [Math.min(least, value), Math.max(most, value)];
      }
    }
    return Math.max(0, Math.min(1, (most - least - NONE) / (COAST - NONE)));
  };
}
