// Tooltip of the observation under the pointer, at a tap, or at the middle of the map (key "o").

/** From the pointer, pixels; a finger needs more. */
const REACH = { mouse: 8, touch: 20 };
/** Between an observation and its tooltip, pixels. */
const AWAY = 12;

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

  /** @param {L.Point} at of the map's layers @param {number} reach */
  async function show(at, reach) {
    const found = layers
      .filter((layer) => map.hasLayer(layer) && !layer.away)
      .map((layer) => ({ layer, ...layer.nearest(at, reach) }))
      .filter(({ i }) => i !== undefined)
      .sort((a, b) => (a.far ?? a.at.distanceTo(at)) - (b.far ?? b.at.distanceTo(at)))[0];
    if (!found) return void hide();
    container.classList.add("on-observed");
    if (shown?.layer === found.layer && shown?.i === found.i) return;
    const now = { layer: found.layer, i: found.i };
    shown?.layer.mark?.(-1);
    found.layer.mark?.(found.i);
    shown = now;
    const lines = await found.layer.lines(page, found);
    if (shown !== now) return;
    tip.replaceChildren(...lines);
    tip.hidden = false;
    placeTooltip(tip, container, map.layerPointToContainerPoint(found.at));
  }
  return { show, hide };
}

/** @param {any} event of the browser's, whether it is of something that lies over the observations */
const isOnOther = ({ target }) =>
  target instanceof Element && target.closest(".leaflet-interactive, .leaflet-control, .leaflet-popup, .event-mark, .on-dot");

/**
 * @param {import("../../page/plugin-api.js").Page} page
 * @param {(at: L.Point, reach: number) => Promise<void>} show @param {() => boolean} hide
 */
function handlePointer({ map, onceAFrame }, show, hide) {
  /** @type {L.Point | null} */
  let wanted = null;
  const soon = onceAFrame(() => void (wanted ? show(wanted, REACH.mouse) : hide()));
  map.on("mousemove", (/** @type {any} */ { layerPoint, originalEvent }) => {
    wanted = isOnOther(originalEvent) ? null : layerPoint;
    soon();
  });
  map.on("mouseout", () => {
    wanted = null;
    soon();
  });
  map.on("click", (/** @type {any} */ { layerPoint, originalEvent }) => {
    if (originalEvent.pointerType === "mouse" || isOnOther(originalEvent)) return;
    void show(layerPoint, REACH.touch);
  });
}

/** @param {HTMLElement} tip @param {HTMLElement} container @param {L.Point} at */
function placeTooltip(tip, container, at) {
  const left = Math.max(4, Math.min(at.x - tip.offsetWidth / 2, container.clientWidth - tip.offsetWidth - 4));
  const above = at.y - AWAY - tip.offsetHeight;
  const row = /** @type {HTMLElement | null} */ (container.querySelector(".leaflet-top.leaflet-left"));
  // Not under the row of buttons; a list that is unfolded from it is as high as the map.
  const under = row && left < row.offsetWidth && row.offsetHeight < container.clientHeight / 3;
  const least = under ? row.offsetHeight + 4 : 4;
  const top = above < least ? Math.max(least, at.y + AWAY) : above;
  tip.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
}
