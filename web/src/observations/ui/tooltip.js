// Tooltip of the observation under the pointer, at a tap, or at the middle of the map (key "o").

/** Greatest distance of an observation from the pointer, pixels; a finger needs more. */
const REACH = { mouse: 8, touch: 20 };
/** Between an observation and its tooltip, and around the tooltip, pixels. */
const DISTANCE = 12;
const MARGIN = 4;

/** @param {import("../../page/plugin-api.js").Page} page @param {any[]} layers */
export function addTooltip(page, layers) {
  const { map } = page;
  const { show, hide } = createTooltip(page, layers);
  handlePointer(page, show, hide);
  map.getContainer().addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "Escape" && hide()) event.stopPropagation();
  });
  map.on("movestart zoomstart popupopen projectionchange overlayremove", hide);
  const middle = () => map.containerPointToLayerPoint(map.getSize().divideBy(2));
  page.key("o", "observed.middle", () => void show(middle(), Infinity), { group: "map" });
}

/**
 * The tooltip.
 * @param {import("../../page/plugin-api.js").Page} page @param {any[]} layers
 */
function createTooltip(page, layers) {
  const { map, element } = page;
  const container = map.getContainer();
  const tip = element("div", { class: "mark-tip observed-tip", role: "status", hidden: "" });
  container.append(tip);
  /** @type {{layer: any, i: number} | null} */
  let shown = null;

  /** @returns whether it was shown */
  const hide = () => {
    const wasShown = shown !== null;
    shown?.layer.mark?.(-1);
    shown = null;
    tip.hidden = true;
    container.classList.remove("on-observed");
    return wasShown;
  };

  /** @param {L.Point} point of the map's layers @param {number} reach */
  async function show(point, reach) {
    const nearest = layers
      .filter((layer) => map.hasLayer(layer) && !layer.away)
      .map((layer) => ({ layer, ...layer.nearest(point, reach) }))
      .filter(({ i }) => i !== undefined)
      // A hexagon says that it is far, so that a point or a track over it comes first.
      .sort((a, b) => (a.far ?? a.at.distanceTo(point)) - (b.far ?? b.at.distanceTo(point)))[0];
    if (!nearest) return void hide();
    container.classList.add("on-observed");
    if (shown?.layer === nearest.layer && shown?.i === nearest.i) return;
    const target = { layer: nearest.layer, i: nearest.i };
    shown?.layer.mark?.(-1);
    nearest.layer.mark?.(nearest.i);
    shown = target;
    const lines = await nearest.layer.lines(page, nearest);
    // The pointer has moved on while the values were read.
    if (shown !== target) return;
    tip.replaceChildren(...lines);
    tip.hidden = false;
    placeTooltip(tip, container, map.layerPointToContainerPoint(nearest.at));
  }
  return { show, hide };
}

/** Whether the target of a browser's event lies over the observations. @param {any} event */
const isOnOther = ({ target }) =>
  target instanceof Element && target.closest(".leaflet-interactive, .leaflet-control, .leaflet-popup, .event-mark, .on-dot");

/**
 * @param {import("../../page/plugin-api.js").Page} page
 * @param {(at: L.Point, reach: number) => Promise<void>} show @param {() => boolean} hide
 */
function handlePointer({ map, onceAFrame }, show, hide) {
  /** @type {L.Point | null} */
  let pending = null;
  const soon = onceAFrame(() => void (pending ? show(pending, REACH.mouse) : hide()));
  map.on("mousemove", (/** @type {any} */ { layerPoint, originalEvent }) => {
    pending = isOnOther(originalEvent) ? null : layerPoint;
    soon();
  });
  map.on("mouseout", () => {
    pending = null;
    soon();
  });
  map.on("click", (/** @type {any} */ { layerPoint, originalEvent }) => {
    if (originalEvent.pointerType === "mouse" || isOnOther(originalEvent)) return;
    void show(layerPoint, REACH.touch);
  });
}

/** @param {HTMLElement} tip @param {HTMLElement} container @param {L.Point} point */
function placeTooltip(tip, container, point) {
  const left = Math.max(MARGIN, Math.min(point.x - tip.offsetWidth / 2, container.clientWidth - tip.offsetWidth - MARGIN));
  const above = point.y - DISTANCE - tip.offsetHeight;
  const row = /** @type {HTMLElement | null} */ (container.querySelector(".leaflet-top.leaflet-left"));
  // Below the row of buttons, unless a list is unfolded from it, which may be as high as the map.
  const below = row && left < row.offsetWidth && row.offsetHeight < container.clientHeight / 3;
  const minTop = below ? row.offsetHeight + MARGIN : MARGIN;
  const top = above < minTop ? Math.max(minTop, point.y + DISTANCE) : above;
  tip.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
}
