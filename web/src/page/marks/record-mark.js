// The mark of a record: a numbered symbol, which may stand beside its place, with a leader line to it.
import { svg, themeSymbol } from "../dom.js";
import { onLanguage } from "../i18n.js";
import { PLACES } from "./number-placement.js";

const L = window.L;

/** Side of a symbol, pixels. */
const SIZE = 26;
const HALF = SIZE / 2;
/** The pane of the leaders, below the symbols. */
const LEADER_PANE = "leaders";

/** What is round the outline of a symbol that shows who acts. @param {import("../payload.js").PageRecord} event */
const ringOf = ({ side, theme }) => (side ? [svg("use", { class: "ring", href: `#shape-${theme}` })] : []);

/** A record's symbol without a number, on which no place is told. @param {import("../payload.js").PageRecord} event */
export function keySymbol(event) {
  const key = themeSymbol(event.theme, event.paint);
  if (event.side) key.classList.add(event.colourClass);
  key.prepend(...ringOf(event));
  return key;
}

/** @param {import("../payload.js").PageRecord} event @param {import("../payload.js").Theme} theme */
export function markSymbol(event, theme) {
  const app6 = event.symbol ? [svg("use", { class: "app6", href: `#${event.symbol}`, width: 28, height: 28 })] : [];
  // The colour is set by class, so that browsers compute the style of a theme once.
  const kind = `symbol ${event.drawn} ${event.colourClass}${event.symbol ? " beside-app6" : ""}`;
  return svg("svg", { class: kind, viewBox: "-2 -2 32 32" }, [
    ...app6,
    ...ringOf(event),
    svg("use", { href: `#shape-${event.theme}` }),
    svg("text", { x: 14, y: theme.numberY, ...(event.n > 999 && { class: "long" }) }, [`${event.n}`]),
    ...event.signs.map((sign) => svg("use", { href: `#${sign}` })),
  ]);
}

/** The leader of each symbol on the map. @type {WeakMap<Node, Element>} */
const leaders = new WeakMap();

/** Gives leaders the states of their symbols, such as chosen or left out. @param {MutationRecord[]} changes */
function updateLeaders(changes) {
  for (const icon of new Set(changes.map(({ target }) => /** @type {Element} */ (target)))) {
    const states = [...icon.classList].filter((name) => !/^(leaflet|event)-/.test(name));
    leaders.get(icon)?.setAttribute("class", ["leader leaflet-zoom-animated", ...states].join(" "));
  }
}
const leaderObserver = /* @__PURE__ */ new MutationObserver(updateLeaders);

/** A marker whose icon is moved by `offset` pixels from its place, so that symbols do not overlap. */
export const RecordMark = /* @__PURE__ */ L.Marker.extend({
  /** @this {any} @param {import("../payload.js").PageRecord} event @param {import("../payload.js").Theme} theme */
  initialize(event, theme) {
    const holder = document.createElement("div");
    const leader = svg("svg", { class: "leader leaflet-zoom-animated", width: 1, height: 1, "aria-hidden": "true" });
    holder.append(markSymbol(event, theme));
    const icon = L.divIcon({
      html: holder,
      className: "event-mark",
      iconSize: [SIZE, SIZE],
      iconAnchor: [HALF, HALF],
    });
    const [lat, lon] = /** @type {[number, number]} */ (event.at);
    L.Marker.prototype.initialize.call(this, [lat, lon], { icon, riseOnHover: true });
    this.event = event;
    this.leader = leader;
    this.offset = L.point(0, 0);
    this.size = 1;
    this.number = PLACES[0];
    onLanguage(() => this._icon && this._name());
  },

  /** @this {any} sets the accessible name, with the texts of the record's line */
  _name() {
    const { n, title, who, standing, dateParts } = /** @type {import("../payload.js").PageRecord} */ (this.event);
    this._icon.setAttribute("aria-label", `${n}: ${[title, who, standing, dateParts.join(" ")].filter(Boolean).join(", ")}`);
  },

  /** @this {any} @param {L.Map} map */
  onAdd(map) {
    if (!map.getPane(LEADER_PANE)) {
      Object.assign(map.createPane(LEADER_PANE).style, { zIndex: "595", pointerEvents: "none" });
      // Printing does not wait for the observer.
      map.on("still", () => updateLeaders(leaderObserver.takeRecords()));
    }
    L.Marker.prototype.onAdd.call(this, map);
    this._updateLeader();
  },

  /** @this {any} @param {L.Map} map */
  onRemove(map) {
    this.leader.remove();
    L.Marker.prototype.onRemove.call(this, map);
  },

  /** @this {any} */
  _initIcon() {
    L.Marker.prototype._initIcon.call(this);
    this._name();
    this._icon.tabIndex = -1; // see roving-tabindex.js
    leaders.set(this._icon, this.leader);
    leaderObserver.observe(this._icon, { attributeFilter: ["class"] });
  },

  /** @this {any} adds the leader to the map if it has lines, or removes it */
  _updateLeader() {
    if (this.leader.hasChildNodes()) this._map.getPane(LEADER_PANE).append(this.leader);
    else this.leader.remove();
  },

  /** @this {any} @param {L.Point} position */
  _setPos(position) {
    const point = position.add(this.offset);
    L.Marker.prototype._setPos.call(this, point);
    // Not by translate3d, as Leaflet does: that would give each a compositing layer.
    for (const element of [this._icon, this.leader]) element.style.transform = `translate(${point.x}px, ${point.y}px)`;
  },

  /** @this {any} @param {import("./number-placement.js").NumberPlace} place of the number beside the symbol */
  setNumber(place) {
    this.number = place;
    for (const other of PLACES) this._icon?.classList.toggle(`number-${other}`, other === place);
  },

  /** @this {any} @param {L.Point} offset pixels from the place to the symbol @param {number} size factor @param {boolean} [led] whether a leader joins both */
  moveBy(offset, size, led = true) {
    if (offset.equals(this.offset) && size === this.size && led === this.led) return;
    Object.assign(this, { offset, size, led });
    const needsLeader = led && offset.distanceTo(L.point(0, 0)) > HALF * size - 2;
    const x = -offset.x;
    const y = -offset.y;
    this.leader.replaceChildren(
      ...(needsLeader ? [svg("line", { x1: 0, y1: 0, x2: x, y2: y }), svg("circle", { cx: x, cy: y, r: 1.8 })] : []),
    );
    this.options.popupOffset = offset;
    if (!this._map) return;
    this._updateLeader();
    this.update();
  },
});
