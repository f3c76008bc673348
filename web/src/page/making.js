// Elements of the page, made of text alone.

/**
 * @param {string} name @param {Record<string, string>} [attributes] @param {(Node | string)[]} [children]
 * @returns {HTMLElement}
 */
export function element(name, attributes = {}, children = []) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** @param {string} kind its class @param {string} text @param {() => void} act */
export function button(kind, text, act) {
  const made = element("button", { type: "button", class: kind }, text ? [text] : []);
  made.addEventListener("click", act);
  return made;
}

/** A theme's symbol without a number. @param {string} theme @param {string} colour */
export function themeKey(theme, colour) {
  const SVG = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(SVG, "svg");
  const use = document.createElementNS(SVG, "use");
  for (const [key, value] of Object.entries({ class: "symbol reported key", viewBox: "-2 -2 32 32", "aria-hidden": "true" })) {
    svg.setAttribute(key, value);
  }
  for (const [key, value] of Object.entries({ href: `#shape-${theme}` })) use.setAttribute(key, value);
  svg.style.setProperty("--theme", colour);
  svg.append(use);
  return svg;
}
