// The area that each account of the selected record names, on the map in a line style of its own, with its letter.
import { hatchedRegion } from "../map/region-shapes.js";

const L = window.L;
/**
 * How the areas of accounts differ: dashes, angle of hatching and width of the line, pixels. Later lines are wider,
 * so that they are seen along an edge that two accounts share.
 */
const STYLES = [
  { dashArray: undefined, angle: 45, weight: 1.8 },
  { dashArray: "9 8", angle: -45, weight: 4 },
  { dashArray: "0.1 10", angle: 0, weight: 6 },
  { dashArray: "16 6 2 6", angle: 90, weight: 3 },
];

/** The letter of an account, as its card has it. @param {number} i */
const letterOf = (i) => (i < 26 ? String.fromCharCode(65 + i) : `${i + 1}`);

/** @param {import("../payload.js").Place} at @param {number[]} accounts whose letters stand there */
function lettersAt(at, accounts) {
  const letters = accounts.map((i) => `<b class="letter" data-style="${i % STYLES.length}">${letterOf(i)}</b>`);
  const icon = L.divIcon({ className: "account-letters", iconSize: [0, 0], html: `<span aria-hidden="true">${letters.join("")}</span>` });
  return L.marker(at, { icon, interactive: false, keyboard: false });
}

/**
 * @param {L.Map} map @param {import("../payload.js").PageData} data
 * @param {import("../map/region-shapes.js").Regions} regions
 * @returns {(n: number, on: boolean) => void} shows or hides the areas of a record
 */
export function accountAreas(map, data, regions) {
  const group = L.layerGroup().addTo(map);
  const events = new Map(data.events.map((event) => [event.n, event]));

  return (n, on) => {
    group.clearLayers();
    const { accounts = [], theme = "" } = (on && events.get(n)) || {};
    map.getContainer().classList.toggle("comparing", accounts.length > 0);
    /** @type {Map<string, number[]>} */
    const named = new Map();
    accounts.forEach((shapes, i) => {
      for (const { id } of shapes) {
        const { angle, ...line } = STYLES[i % STYLES.length];
        group.addLayer(hatchedRegion(id, data.themes[theme].colour, 0.75, regions, { angle, ...line, className: "account-area" }));
        named.set(id, [...(named.get(id) ?? []), i]);
      }
    });
    for (const { id, label } of data.regions) if (named.has(id)) group.addLayer(lettersAt(label, named.get(id) ?? []));
  };
}
