// The panels beside the map, of which one is open at a time, and the tabs that open them.
import { button, element } from "../../page/dom.js";
import { text } from "../vocabulary.js";

/** The panel that is shown, and the one that is shown again when that closes. @typedef {{shown: Panel | null, waiting: Panel | null}} PanelState */

/** On a small screen a panel is a sheet over the map; folded, it leaves the map free. @param {boolean} isFolded */
export function foldSheet(isFolded) {
  document.body.classList.toggle("sheet-folded", isFolded);
  for (const fold of document.querySelectorAll(".fold-panel")) fold.textContent = text(isFolded ? "backToPanel" : "showMap");
}

export class Panel {
  /**
   * @param {HTMLElement} aside @param {PanelState} panels the state of all panels @param {() => void} onClose
   * @param {() => boolean} isUnsaved whether it waits while others are shown
   */
  constructor(aside, panels, onClose, isUnsaved) {
    this.all = panels;
    this.onClose = onClose;
    this.isUnsaved = isUnsaved;
    this.heading = element("h2", { tabindex: "-1" });
    this.body = element("div", { class: "body" });
    this.foot = element("footer");
    this.fold = button("fold-panel quiet", text("showMap"), () => foldSheet(this.fold.textContent === text("showMap")));
    this.box = element("section", { class: "panel", hidden: "" }, [this.heading, this.fold, this.body, this.foot]);
    aside.append(this.box);
  }

  /** @param {string} title */
  open(title) {
    const { all, box } = this;
    // Before the other one leaves, which may wait in its place.
    if (all.waiting === this) all.waiting = null;
    if (all.shown !== this) all.shown?.leave();
    if (title !== this.heading.textContent) this.body.scrollTop = 0;
    all.shown = this;
    this.heading.textContent = title;
    box.hidden = false;
    document.body.classList.add("with-panel");
    foldSheet(false);
    this.heading.focus();
  }

  /** Makes room for another panel: an unsaved one waits, and closes the one that waited. */
  leave() {
    const { all } = this;
    this.box.hidden = true;
    if (!this.isUnsaved()) return this.onClose();
    all.waiting?.onClose();
    all.waiting = this;
  }

  /** Closes the panel, also one that waits, and shows the one that waits. A property, since buttons call it without the panel. */
  close = () => {
    const { all } = this;
    if (all.waiting === this) {
      all.waiting = null;
      this.onClose();
    }
    if (all.shown !== this) return;
    all.shown = null;
    this.box.hidden = true;
    document.body.classList.remove("with-panel");
    this.onClose();
    all.waiting?.open(all.waiting.heading.textContent ?? "");
  };
}

/** @param {HTMLElement} aside @param {HTMLElement} tabs */
export function createPanels(aside, tabs) {
  /** @type {PanelState} */
  const state = { shown: null, waiting: null };

  /**
   * A tab that opens a panel, with a count beside its name.
   * @param {string} name @param {Panel} panel @param {() => void} fill when it opens
   * @returns {(n: number) => void} sets the count
   */
  function tab(name, panel, fill) {
    const count = element("b", { hidden: "" });
    const closer = button("close-panel", "×", panel.close);
    closer.setAttribute("aria-label", text("closePanel"));
    panel.heading.after(closer);
    const opener = button("tab", name, () => {
      if (state.shown === panel) return panel.close();
      panel.open(name);
      fill();
    });
    opener.setAttribute("aria-expanded", "false");
    opener.append(count);
    new MutationObserver(() => opener.setAttribute("aria-expanded", `${!panel.box.hidden}`)).observe(panel.box, { attributeFilter: ["hidden"] });
    tabs.append(opener);
    return (n) => {
      count.textContent = `${n}`;
      count.hidden = !n;
    };
  }

  return {
    /** @param {() => void} [onClose] @param {() => boolean} [isUnsaved] whether the panel waits while others are shown */
    add: (onClose = () => undefined, isUnsaved = () => false) => new Panel(aside, state, onClose, isUnsaved),
    tab,
  };
}
