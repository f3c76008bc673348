// The area that each account of the selected record names, on the map in a line style of its own, with its letter.
import { hatchedRegion } from "../map/region-shapes.js";
import { fitTo, placesOf } from "../map/view-fit.js";
import { scaleFactors, wide } from "../screen-size.js";
import { gatherLetters } from "./letter-rows.js";
import { setCardWidth } from "./popup.js";

const L = window.L;
/**
 * How the areas of accounts differ: dashes, angle of hatching and width of the line, pixels. Later lines are wider,
 * so that they are visible along an edge that two accounts share.
 */
const STYLES = [
  { dashArray: undefined, angle: 45, weight: 1.4 },
  { dashArray: "8 8", angle: -45, weight: 3 },
  { dashArray: "0.1 9", angle: 0, weight: 4.5 },
  { dashArray: "14 6 1 6", angle: 90, weight: 3 },
];

/** Free space at the edge of the map, pixels. */
const EDGE = 12;
/** Radius of what is shown round a position at least, metres. */
const LEAST_RADIUS_M = 150_000;

/** Height of a letter, as in card.css, pixels. */
const LETTER_SIZE = 12;

/**
 * A marker with letters of accounts.
 * @param {import("../payload.js").Place} place @param {number[]} accounts whose letters stand there, as on the card
 * @param {boolean} stacked whether they stand over the symbol of a record stack
 */
function lettersAt(place, accounts, stacked) {
  const letters = accounts.map((i) => `<b class="letter line-${i % STYLES.length}">${String.fromCharCode(65 + i)}</b>`);
  const className = `account-letters${stacked ? " over-stack" : ""}`;
  const icon = L.divIcon({ className, iconSize: [0, 0], html: `<span aria-hidden="true">${letters.join("")}</span>` });
  return L.marker(place, { icon, interactive: false, keyboard: false, zIndexOffset: 3000 });
}

/** An area of an account. @param {any} shape @param {string} colour @param {import("../map/region-shapes.js").Regions} regions @param {any} style */
function layerOf(shape, colour, regions, style) {
  if (shape.kind !== "disc") return hatchedRegion(shape.id, colour, 0.75, regions, style);
  return new L.Circle(shape.at, { color: colour, fillOpacity: 0.05, interactive: false, ...style, radius: shape.radius });
}

/** Places of an area for a view to show, and round a position some of what lies about it. @param {any} area @returns {any[]} */
const placesIn = (area) => (area.getRadius?.() < LEAST_RADIUS_M ? new L.Circle(area.getLatLng(), { radius: LEAST_RADIUS_M }) : area).getLatLngs().flat(Infinity);

/**
 * Moves the map so that areas fill what the card leaves of it. The card's width depends on the size of the page's letters.
 * @param {L.Map} map @param {import("../payload.js").PageRecord | undefined} record @param {any} mark @param {any[]} areas
 */
function showAreas(map, record, mark, areas) {
  if (!mark || !areas.length || !wide.matches) return;
  const top = EDGE + (map.getContainer().querySelector(".leaflet-top.leaflet-left")?.clientHeight ?? 0);
  const room = { left: EDGE, top, right: EDGE + setCardWidth(map, record?.line ?? null), bottom: EDGE };
  const places = [mark.getLatLng(), ...areas.flatMap(placesIn)];
  fitTo(map, { places: placesOf(map, places), whole: () => [], room });
}

/**
 * @param {L.Map} map @param {import("../payload.js").PageData} data
 * @param {import("../map/region-shapes.js").Regions} regions
 * @param {import("../marks/map-record.js").MapRecords} mapRecords
 * @returns {(n: number, on: boolean) => void} shows or hides the areas of a record
 */
export function accountAreas(map, data, regions, mapRecords) {
  const areaGroup = L.layerGroup().addTo(map);
  const letterGroup = L.layerGroup().addTo(map);
  /** Places of record stacks. */
  const stackPlaces = new Set((data.stacks ?? []).map(([first]) => `${data.records.get(first)?.at}`));
  /** @type {import("../payload.js").PageRecord | undefined} */
  let record;
  /** @type {{place: import("../payload.js").Place, account: number}[]} */
  let letters = [];

  function showLetters() {
    letterGroup.clearLayers();
    if (!letters.length) return; // reading the factors makes the browser style the page
    const [scale, mark] = scaleFactors("--scale", "--mark");
    const placed = letters.map((letter) => ({ ...letter, at: map.project(letter.place, map.getZoom()) }));
    for (const { place, accounts } of gatherLetters(placed, LETTER_SIZE * scale * mark)) {
      letterGroup.addLayer(lettersAt(place, accounts, stackPlaces.has(`${place}`)));
    }
  }
  map.on("zoomend projectionchange scalechange", showLetters);

  const bringIntoView = () => showAreas(map, record, mapRecords.get(record?.n ?? 0)?.mark, areaGroup.getLayers());
  map.on("scalechange", bringIntoView);

  return (n, on) => {
    areaGroup.clearLayers();
    record = data.records.get(n);
    const { accounts = [], colour = "" } = (on && record) || {};
    const frame = map.getContainer();
    frame.classList.toggle("comparing", accounts.length > 0);
    // Set only if there are accounts: a new value makes the browser style all that the map contains again.
    frame.style.setProperty("--account", accounts.length ? colour : "");
    letters = [];
    accounts.forEach((shapes, i) => {
      const style = { ...STYLES[i % STYLES.length], className: "account-area" };
      for (const shape of shapes) {
        areaGroup.addLayer(layerOf(shape, colour, regions, style));
        const place = shape.kind === "disc" ? shape.at : data.regions.find(({ id }) => id === shape.id)?.label;
        if (place) letters.push({ place, account: i });
      }
    });
    showLetters();
    bringIntoView();
  };
}
