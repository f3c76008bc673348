// The panels beside the map, of which one is open at a time, and the tabs that open them.
import { button, element } from "../page/dom.js";

/**
 * @typedef {object} Panel
 * @property {HTMLElement} box
 * @property {HTMLElement} body
 * @property {HTMLElement} foot
 * @property {(title: string) => void} open
 * @property {() => void} leave it to another panel
 * @property {() => void} close
 */

/** @param {HTMLElement} aside @param {HTMLElement} tabs */
export function createPanels(aside, tabs) {
  /** @type {Panel | null} */
  let shown = null;
  /** A panel with something unsaved, while another is open in its place. @type {Panel | null} */
  let waiting = null;

  /**
   * @param {() => void} [onClose] @param {() => boolean} [isUnsaved] whether the panel waits while others are open
   * @returns {Panel}
   */
  function add(onClose, isUnsaved = () => false) {
    const heading = element("h2", { tabindex: "-1" });
    const [body, foot] = [element("div", { class: "body" }), element("footer")];
    const box = element("section", { class: "panel", hidden: "" }, [heading, body, foot]);
    aside.append(box);
    const panel = {
      box,
      body,
      foot,
      open(/** @type {string} */ title) {
        if (shown !== panel) shown?.leave();
        if (waiting === panel) waiting = null;
        shown = panel;
        heading.textContent = title;
        box.hidden = false;
        document.body.classList.add("with-panel");
        heading.focus();
      },
      leave() {
        box.hidden = true;
        if (isUnsaved()) waiting = panel;
        else onClose?.();
      },
      close() {
        if (shown !== panel) return;
        shown = null;
        box.hidden = true;
        document.body.classList.remove("with-panel");
        onClose?.();
        waiting?.open(waiting.box.querySelector("h2")?.textContent ?? "");
      },
    };
    return panel;
  }

  /**
   * A tab that opens a panel, with a count beside its name.
   * @param {string} name @param {Panel} panel @param {() => void} fill when it opens
   */
  function tab(name, panel, fill) {
    const count = element("b", { hidden: "" });
    const opener = button("tab", name, () => {
      if (shown === panel) panel.close();
      else {
        panel.open(name);
        fill();
      }
      opener.setAttribute("aria-expanded", `${shown === panel}`);
    });
    opener.setAttribute("aria-expanded", "false");
    opener.append(count);
    new MutationObserver(() => opener.setAttribute("aria-expanded", `${!panel.box.hidden}`)).observe(panel.box, { attributeFilter: ["hidden"] });
    tabs.append(opener);
    return (/** @type {number} */ n) => {
      count.textContent = `${n}`;
      count.hidden = !n;
    };
  }

  return { add, tab };
}
