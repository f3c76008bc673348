// Creates elements; calls a function at most once a frame, or once when the page has time.

const SVG = "http://www.w3.org/2000/svg";

/**
 * @template {Element} T
 * @param {T} target @param {Record<string, string | number>} attributes @param {(Node | string)[]} children
 */
function fillElement(target, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) target.setAttribute(key, `${value}`);
  target.append(...children);
  return target;
}

/** @param {string} name @param {Record<string, string>} [attributes] @param {(Node | string)[]} [children] */
export const element = (name, attributes = {}, children = []) => fillElement(document.createElement(name), attributes, children);

/**
 * An element of a drawing.
 * @param {string} name @param {Record<string, string | number>} [attributes] @param {(Node | string)[]} [children]
 */
export const svg = (name, attributes = {}, children = []) => fillElement(document.createElementNS(SVG, name), attributes, children);

/** @param {string} kind its class @param {string} text @param {() => void} act */
export function button(kind, text, act) {
  const buttonElement = element("button", { type: "button", class: kind }, text ? [text] : []);
  buttonElement.addEventListener("click", act);
  return buttonElement;
}

/** A theme's symbol without a number. @param {string} theme @param {string} colour */
export function themeSymbol(theme, colour) {
  const look = { class: "symbol reported key", viewBox: "-2 -2 32 32", "aria-hidden": "true" };
  const key = svg("svg", look, [svg("use", { href: `#shape-${theme}` })]);
  key.style.setProperty("--theme", colour);
  return key;
}

/** @param {() => void} act @returns {() => void} calls it at the next frame */
export function onceAFrame(act) {
  let requested = false;
  return () => {
    if (requested) return;
    requested = true;
    requestAnimationFrame(() => {
      requested = false;
      act();
    });
  };
}

/** @param {() => void} act @returns {() => void} calls it when the page has time, once however often it was requested */
export function onceIdle(act) {
  let requested = false;
  return () => {
    if (requested) return;
    requested = true;
    window.geotrackPolar.whenIdle(() => {
      requested = false;
      act();
    });
  };
}
