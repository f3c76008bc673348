// A sheet for each scene: a copy of its map, its text, and its records.
import { element } from "../dom.js";
import { translate } from "../i18n.js";

/** Size of a scene's map: what heading, text and foot leave of a sheet, CSS pixels. */
const MAP_SIZE = { x: 640, y: 566 };

/**
 * Draws canvases into their copies: cloning an element leaves its canvases empty.
 * @param {ParentNode} from @param {ParentNode} to
 */
function paintCanvases(from, to) {
  const copies = to.querySelectorAll("canvas");
  for (const [i, canvas] of [...from.querySelectorAll("canvas")].entries()) {
    if (canvas.width && canvas.height) copies[i].getContext("2d")?.drawImage(canvas, 0, 0);
  }
}

/**
 * A copy of the map's elements that no longer reacts to the reader.
 * @param {HTMLElement} frame of the map @param {string} suffix of ids in it
 */
function copyOfMap(frame, suffix) {
  const copy = /** @type {HTMLElement} */ (frame.cloneNode(true));
  paintCanvases(frame, copy);
  // A name refers to its path by id: without another id the copy would use the path of the map on the screen.
  for (const line of copy.querySelectorAll("textPath")) {
    const href = line.getAttribute("href") ?? "";
    const path = copy.querySelector(href);
    if (path) path.id += suffix;
    line.setAttribute("href", href + suffix);
  }
  // A card that has just been closed still fades.
  for (const popup of copy.querySelectorAll(".leaflet-popup")) popup.remove();
  copy.removeAttribute("id");
  for (const focusable of copy.querySelectorAll("[tabindex]")) focusable.removeAttribute("tabindex");
  copy.inert = true;
  return copy;
}

/** Draws at once what otherwise waits for a frame: annotations, then names, which leave them room. @param {L.Map} map after its view was set */
export function drawStill(map) {
  map.fire("viewset");
  map.fire("still");
}

/**
 * Makes the sheets of all scenes.
 * @param {L.Map} map its view is another one afterwards
 * @param {ReturnType<typeof import("../story/story.js").createStory>} story
 * @param {(numbers: readonly number[]) => Node[]} records a list of them
 * @returns {HTMLElement[]} the sheets, in the order of the scenes
 */
export function sceneSheets(map, story, records) {
  const frame = map.getContainer();
  Object.assign(frame.style, { width: `${MAP_SIZE.x}px`, height: `${MAP_SIZE.y}px` });
  map.invalidateSize({ animate: false });
  return Array.from({ length: story.total }, (_, i) => {
    story.show(i + 1);
    drawStill(map);
    const { title, shown, text, numbers } = story.contents(i + 1);
    return element("section", { class: "printed printed-scene" }, [
      element("h2", {}, [element("small", {}, [translate("story.at", { n: i + 1, total: story.total })]), title]),
      element("p", { class: "printed-shown" }, [shown]),
      copyOfMap(frame, `-${i + 1}`),
      element("div", { class: "printed-told" }, [...text, ...records(numbers)]),
      element("p", { class: "printed-note" }, [document.querySelector(".projection-note:not(.in-short)")?.textContent ?? ""]),
    ]);
  });
}
