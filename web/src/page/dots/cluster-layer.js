// The clusters on the map: gathers records, draws the discs in view, and moves the map to the records of one, or lists them.
import { element } from "../dom.js";
import { translate } from "../i18n.js";
import { roomInside } from "../map/controls.js";
import { moveTo, placesOf, viewToFit } from "../map/view-fit.js";
import { calm, narrow, scaleFactors } from "../screen-size.js";
import { openCard, stackCard } from "../stacks/record-stacks.js";
import { ClusterMark, discRadius } from "./cluster-mark.js";
import { COVER, gather, greatestCount } from "./clusters.js";

const L = window.L;
/** Width of a hexagon in which records gather, pixels; it grows until the zoom at which the next smaller ones begin. */
const HEXAGON = 56;
/** How many sizes of hexagons there are from one zoom to the next. */
const SIZES = 2;
/** Free space round the records to which a click moves, as a share of the map. */
const MARGIN = 0.15;
/** How many levels a click zooms in at most, but as far as the records then stand this far apart, pixels. */
const [STEPS, APART] = [4, 60];
/** How many records the card of a cluster lists: more would take long to lay out. */
const LISTED = 100;

/** @typedef {import("../marks/map-record.js").MapRecord} MapRecord */
/** @typedef {import("./clusters.js").Cluster} Cluster */

/** Whether no zoom parts the records of a cluster. @param {L.Map} map @param {Cluster} cluster */
const isOnePlace = (map, { span }) => map.getZoom() >= map.getMaxZoom() || span * 2 ** (map.getMaxZoom() - map.getZoom()) < COVER;

/** Moves the map to the records of a cluster. @param {L.Map} map @param {MapRecord[]} members @param {number} span pixels */
function zoomTo(map, members, span) {
  const { x, y } = map.getSize();
  const places = members.map(({ event }) => /** @type {import("../payload.js").Place} */ (event.at));
  const room = roomInside(map, narrow.matches);
  const view = viewToFit(map, { places: placesOf(map, places, MARGIN * Math.min(x, y)), whole: () => [], room });
  const apart = map.getZoom() + Math.log2(APART / span);
  moveTo(map, { ...view, zoom: Math.min(view.zoom, Math.max(map.getZoom() + STEPS, apart)) }, !calm.matches);
}

/** The list of a cluster's records. @param {any} mark @param {(n: number) => void} choose */
function listCard(mark, choose) {
  /** @type {MapRecord[]} */
  const members = mark.members;
  const n = members.length;
  const card = stackCard(mark._icon, translate("finder.records", { n }), translate("crowd.onePlace"), members.slice(0, LISTED), choose);
  if (n > LISTED) card.append(element("p", {}, [translate("crowd.first", { n: LISTED })]));
  return card;
}

export class ClusterLayer {
  /** The discs on the map, by their hexagons. @type {Map<string, any>} */
  marks = new Map();
  /** @type {Cluster[]} */
  clusters = [];
  /** The view for which they are gathered: zoom, projection and scale. */
  view = "";
  frame = 0;
  /** By place, 1 for a record that is in a cluster. */
  gathered = new Uint8Array(0);
  /** The greatest number of records in a hexagon if all are shown, by the size of hexagons. @type {Map<string, number>} */
  greatest = new Map();

  /**
   * @param {L.Map} map @param {import("../payload.js").PageData} data @param {import("../marks/map-record.js").MapRecords} mapRecords
   * @param {(n: number) => void} choose a record of a card's list
   * @param {(n: number) => void} follow called with a record's number before the map moves to its cluster
   */
  constructor(map, data, mapRecords, choose, follow) {
    this.map = map;
    this.data = data;
    this.mapRecords = mapRecords;
    this.choose = choose;
    this.follow = follow;
    Object.assign(map.createPane("clusters").style, { zIndex: "592" });
  }

  /**
   * Draws the discs that are in a box.
   * @param {import("./screen-positions.js").ScreenPositions} positions of all records
   * @param {(i: number) => boolean} counts whether one is shown and has no symbol of its own
   * @param {boolean} isNew whether `counts` gives other answers than before
   * @param {L.Bounds} box @param {boolean} isPale whether other records stand out
   * @returns {Uint8Array<ArrayBuffer>} by place, 1 for a record that is in a cluster
   */
  update(positions, counts, isNew, box, isPale) {
    const scale = scaleFactors("--scale", "--mark").reduce((product, factor) => product * factor);
    const viewNow = () => `${this.map.getZoom()} ${/** @type {any} */ (this.map.options.crs).code} ${scale}`;
    const view = viewNow();
    if (isNew || view !== this.view) this.gather(positions, counts, scale);
    this.view = view;
    const corners = [L.point(0, 0), this.map.getSize()].map((corner) => this.map.containerPointToLayerPoint(corner));
    this.draw(box, L.bounds(corners), isPale, scale);
    // Discs beside the view, for dragging, come after those in it.
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => viewNow() === view && this.draw(box, box, isPale, scale));
    return this.gathered;
  }

  /** @param {import("./screen-positions.js").ScreenPositions} positions @param {(i: number) => boolean} counts @param {number} scale of symbols */
  gather({ xs, ys }, counts, scale) {
    const level = this.map.getZoom() * SIZES;
    const across = HEXAGON * scale * 2 ** ((level - Math.floor(level)) / SIZES);
    const size = `${/** @type {any} */ (this.map.options.crs).code} ${scale} ${Math.floor(level)}`;
    const { x, y } = this.map.getPixelOrigin();
    const [planeXs, planeYs] = [xs.map((left) => left + x), ys.map((top) => top + y)];
    const most = this.greatest.get(size) ?? greatestCount(planeXs, planeYs, across);
    this.greatest.set(size, most);
    const records = this.mapRecords.inOrder();
    this.clusters = gather(planeXs, planeYs, counts, across, (members) => {
      let possible = 0;
      for (const i of members) possible += Number(records[i]?.weak);
      return scale * discRadius(members.length - possible, possible, most);
    });
    this.gathered = new Uint8Array(xs.length);
    for (const { members } of this.clusters) for (const i of members) this.gathered[i] = 1;
  }

  /** @param {L.Bounds} box from which no disc is removed @param {L.Bounds} newBox in which discs are added @param {boolean} isPale @param {number} scale */
  draw(box, newBox, isPale, scale) {
    const earlier = this.marks;
    this.marks = new Map();
    const records = this.mapRecords.inOrder();
    for (const { members } of this.mapRecords.discs) for (const record of members) record.cluster = null;
    for (const cluster of this.clusters) {
      const place = L.point(cluster.x, cluster.y).subtract(this.map.getPixelOrigin());
      if (!box.contains(place)) continue;
      const isListed = isOnePlace(this.map, cluster);
      const key = `${this.view} ${cluster.key} ${isListed}`;
      if (!newBox.contains(place) && !earlier.has(key)) continue;
      const mark = earlier.get(key) ?? this.createMark(isListed);
      if (mark.cluster !== cluster) {
        mark.show(cluster, cluster.members.map((i) => records[i]), scale, this.data);
        mark.setLatLng(this.map.layerPointToLatLng(place));
      }
      if (!mark._map) mark.addTo(this.map);
      mark._icon.classList.toggle("stands-back", isPale);
      this.marks.set(key, mark);
      for (const record of mark.members) record.cluster = mark;
    }
    this.mapRecords.discs = [...this.marks.values()];
    for (const [key, mark] of earlier) if (!this.marks.has(key)) mark.remove();
  }

  /** The records are others: what was counted does not hold. */
  forget() {
    this.greatest.clear();
    this.clusters = [];
    this.gathered = new Uint8Array(0);
    for (const disc of this.mapRecords.discs) for (const record of disc.members) record.cluster = null;
    this.view = "";
  }

  /** @param {boolean} isListed whether a click lists its records, in place of moving the map */
  createMark(isListed) {
    const mark = new ClusterMark(() => {
      if (isListed) return;
      this.follow(mark.members[0].event.n);
      zoomTo(this.map, mark.members, mark.cluster.span);
    });
    if (isListed) openCard(this.map, mark, () => listCard(mark, this.choose));
    return mark;
  }
}
