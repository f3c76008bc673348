// Sets the position or the corners of a question on the map, by pointer or keys, as the measuring tool does.
import { roundedPosition } from "./position.js";

/** @typedef {import("./position.js").Position} Position */

/** @typedef {import("../page/plugin-api.js").Page} Page */

/** Shows what is set. @param {Page} page @param {import("../page/measure/measuring-tool.js").MeasuringState} state */
function sketchView({ map, drawing }, state) {
  const frame = map.getContainer();
  const lines = drawing.lines(map);
  const isSetting = () => state.stage === "setting";

  /** Draws the edge from the last place to the pointer; nothing else changes while the pointer moves. */
  function drawLead() {
    frame.classList.toggle("by-keys", isSetting() && state.byKeys);
    lines.lead(state.places[state.places.length - 1], isSetting() ? state.next : null);
  }

  function show() {
    frame.classList.toggle("measuring", isSetting());
    map.doubleClickZoom[isSetting() ? "disable" : "enable"]();
    lines.draw(state.places, false);
    lines.group[isSetting() ? "addTo" : "removeFrom"](map);
    drawLead();
  }

  return { drawLead, show, isSetting };
}

/**
 * @param {Page} page
 * @param {object} acts
 * @param {() => "within" | "drawn"} acts.kind of the question
 * @param {(places: Position[]) => void} acts.end one place, or the corners
 * @param {() => void} acts.update after each step
 * @param {{opener: HTMLElement, box: HTMLElement}} acts.keyTargets elements beside the map on which keys work
 */
export function createSketch(page, { kind, end, update, keyTargets }) {
  const { map, drawing } = page;
  const { now, start, add, undo, leave } = drawing.steps(() => {
    view.show();
    update();
  });
  const view = sketchView(page, now);

  function finish() {
    const { places } = now;
    if (places.length < 3) return;
    leave();
    end(places);
  }

  /** @param {any} point a point of the map's frame @param {number} reach pixels */
  function set(point, reach) {
    const { lat, lng } = map.containerPointToLatLng(point);
    const place = roundedPosition([lng, lat]);
    const points = now.places.map((corner) => map.latLngToContainerPoint([corner[1], corner[0]]));
    if (kind() === "within") {
      leave();
      end([place]);
    } else if (drawing.clickAction(point, points, reach) === "set") add(place);
    else finish();
  }

  const acts = { set, lead: page.onceAFrame(view.drawLead), undo, finish };
  drawing.handlePointer(map, now, { ...acts, leave });
  // Escape is the panel's.
  drawing.handleKeys(map, now, { ...acts, leave: () => {} }, keyTargets);
  map.on("drawbegin", leave);
  return {
    leave,
    isSetting: view.isSetting,
    hasPlaces: () => now.places.length > 0,
    byKeys: () => view.isSetting() && now.byKeys,
    start() {
      // No card covers the map where corners are set; a distance may be from the record of the card.
      if (kind() === "drawn") map.closePopup();
      map.fire("drawbegin");
      start();
    },
  };
}
