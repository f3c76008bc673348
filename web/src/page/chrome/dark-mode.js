// Dark mode: as the system prefers, or as the reader chooses. Print is always light.
import { DARK_MODE } from "../keyboard-shortcuts.js";
import { bind } from "../keyboard.js";
import { button, svg } from "../dom.js";
import { addTool } from "./toolbar.js";
import { translateElement } from "../i18n.js";

const DARK = "(prefers-color-scheme: dark)";

/** The rules of the page for the dark: a choice on the page changes when they hold. */
function darkRules() {
  const cssRules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
  return cssRules.filter((rule) => rule instanceof CSSMediaRule && rule.media.mediaText.includes(DARK)).map((rule) => {
    const { media } = /** @type {CSSMediaRule} */ (rule);
    return { media, system: media.mediaText };
  });
}

/** A disc, half of it dark. */
function halfMoon() {
  const stroke = "currentcolor";
  return svg("svg", { viewBox: "0 0 16 16", "aria-hidden": "true" }, [
    svg("path", { d: "M8 1.7a6.3 6.3 0 1 1 0 12.6A6.3 6.3 0 0 1 8 1.7Z", fill: "none", stroke }),
    svg("path", { d: "M8 1.7a6.3 6.3 0 0 1 0 12.6Z", fill: stroke, stroke }),
  ]);
}

/** @param {L.Map} map */
export function addDarkMode(map) {
  const system = window.matchMedia(DARK);
  /** Once a choice is made. @type {ReturnType<typeof darkRules>} */
  let rules = [];
  /** @type {boolean | null} what was chosen on the page */
  let choice = null;
  let printing = false;
  const dark = () => choice ?? system.matches;

  function update() {
    for (const { media, system } of rules) {
      if (choice === null) media.mediaText = system;
      else media.mediaText = choice ? system.replace(DARK, "(min-width: 0)") : "not all";
    }
    window.geotrackPolar.night(map, dark() && !printing);
    toggle.setAttribute("aria-pressed", `${dark()}`);
    document.dispatchEvent(new Event("nightchange")); // for what is drawn in colours of the page
  }

  const choose = () => {
    choice = !dark();
    if (!rules.length) rules = darkRules();
    update();
  };
  const toggle = translateElement(button("night-toggle", "", choose), { "aria-label": ["nights.dark"], title: ["nights.dark"] });
  toggle.append(halfMoon());
  addTool("theme", toggle);
  bind(DARK_MODE, choose);
  system.addEventListener("change", update);
  for (const [when, onPaper] of /** @type {const} */ ([["beforeprint", true], ["afterprint", false]])) {
    window.addEventListener(when, () => {
      printing = onPaper;
      update();
    });
  }
  // The page is made for the light.
  if (dark()) update();
  else toggle.setAttribute("aria-pressed", "false");
}
