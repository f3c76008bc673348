// Dark mode: as the system prefers, or as the reader chooses. Print is always light.
import { DARK_MODE } from "../keyboard-shortcuts.js";
import { bind } from "../keyboard.js";
import { button, svg } from "../dom.js";
import { addTool } from "./toolbar.js";
import { translateElement } from "../i18n.js";

const DARK = "(prefers-color-scheme: dark)";

/** The media rules for dark mode, whose condition a choice on the page changes. */
function darkRules() {
  const cssRules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
  return cssRules.filter((rule) => rule instanceof CSSMediaRule && rule.media.mediaText.includes(DARK)).map((rule) => {
    const { media } = /** @type {CSSMediaRule} */ (rule);
    return { media, condition: media.mediaText };
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
  /** The media rules, read when the first choice is made. @type {ReturnType<typeof darkRules>} */
  let rules = [];
  /** The choice on the page: true for dark, null for none. @type {boolean | null} */
  let choice = null;
  let printing = false;
  const isDark = () => choice ?? system.matches;

  function update() {
    for (const { media, condition } of rules) {
      if (choice === null) media.mediaText = condition;
      else media.mediaText = choice ? condition.replace(DARK, "(min-width: 0)") : "not all";
    }
    window.geotrackPolar.night(map, isDark() && !printing);
    toggle.setAttribute("aria-pressed", `${isDark()}`);
    document.dispatchEvent(new Event("nightchange")); // Other drawings on the page change their colours.
  }

  const choose = () => {
    choice = !isDark();
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
  // A page begins in light colours.
  if (isDark()) update();
  else toggle.setAttribute("aria-pressed", "false");
}
