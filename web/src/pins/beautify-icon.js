// folium's BeautifyIcon: a pin, circle, rectangle, ring or dot of a border, with a glyph or text in it.
import { glyph } from "./glyph.js";

const { L } = window;
const SIZES = /** @type {Record<string, number>} */ ({ marker: 28, doughnut: 15, "circle-dot": 2, "rectangle-dot": 2 });
const SIZE = 22;

/** @param {HTMLElement} parent @param {string} css @param {string} [tag] */
function styled(parent, css, tag = "div") {
  const element = /** @type {HTMLElement} */ (parent.appendChild(document.createElement(tag)));
  element.style.cssText = css;
  return element;
}

/** What stands in it. @param {HTMLElement} shape @param {any} options */
function fill(shape, options) {
  const inner = styled(shape, `color: ${options.textColor}; font-style: normal; ${options.innerIconStyle}`, "i");
  if (options.html) inner.innerHTML = options.html;
  else if (options.isAlphaNumericIcon) inner.textContent = `${options.text}`;
  else inner.innerHTML = glyph(options, 'width="1em" height="1em" fill="currentColor" style="display: block"');
}

export const BeautifyIcon = L.Icon.extend({
  options: {
    icon: "leaf",
    prefix: "fa",
    iconShape: "circle",
    iconStyle: "",
    innerIconStyle: "",
    borderColor: "#1EB300",
    borderWidth: 2,
    borderStyle: "solid",
    backgroundColor: "white",
    textColor: "white",
    customClasses: "",
    className: "",
  },

  /** @this {any} @param {object} options */
  initialize(options) {
    const { iconShape, iconSize, borderWidth, iconAnchor, popupAnchor } = L.Util.setOptions(this, options);
    // A dot is all border.
    const least = 2 * borderWidth;
    const usual = SIZES[iconShape] ?? SIZE;
    const { x, y } = L.point(iconSize ?? [usual, usual]);
    const [width, height] = [Math.max(x, least), Math.max(y, least)];
    // The lowest corner of the turned square, else the middle, is at the place.
    const below = iconShape === "marker" ? Math.hypot(width, height) / 2 : 0;
    Object.assign(this.options, {
      iconSize: [width, height],
      iconAnchor: iconAnchor ?? [width / 2, height / 2 + below],
      popupAnchor: popupAnchor ?? [0, 2 - height / 2 - below],
      tooltipAnchor: [width / 2, -below],
    });
  },

  /** @this {any} */
  createIcon() {
    const { options } = this;
    const { iconShape } = options;
    const icon = document.createElement("div");
    const pin = iconShape === "marker";
    const radius = pin ? "50% 50% 0" : /circle|doughnut/.test(iconShape) ? "50%" : 0;
    const shape = styled(
      icon,
      "box-sizing: border-box; width: 100%; height: 100%; display: flex; align-items: center; " +
        "justify-content: center; font: 700 12px/1 monospace; " +
        `border: ${options.borderWidth}px ${options.borderStyle} ${options.borderColor}; ` +
        `border-radius: ${radius}; background-color: ${options.backgroundColor}; ` +
        `${pin ? "transform: rotate(45deg); " : ""}${options.iconStyle}`,
    );
    const empty = /dot$|doughnut/.test(iconShape);
    if (!empty) fill(pin ? styled(shape, "transform: rotate(-45deg)") : shape, options);
    // Leaflet makes a button of it, which has its name from this.
    shape.setAttribute("role", "img");
    shape.setAttribute("aria-label", empty ? "Marker" : options.isAlphaNumericIcon ? options.text : options.icon);
    this._setIconStyles(icon, "icon");
    icon.className += ` ${options.customClasses}`;
    return icon;
  },

  createShadow: () => null,
});
