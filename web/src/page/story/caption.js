// Caption of a scene: its title and text beside the map, and the presenter's notes.
import { onRecordLink } from "../chrome/links.js";
import { button, element } from "../dom.js";
import { copyLanguage, copyText, onLanguage, translate, translateElement } from "../i18n.js";
import { copyLead } from "./lead.js";

const SIGNS = { previous: "◂", next: "▸", close: "×" };

/** @param {"story" | "caption"} prefix @param {keyof typeof SIGNS} kind @param {() => void} act */
export function stepButton(prefix, kind, act) {
  const step = translateElement(button(`${prefix}-${kind}`, SIGNS[kind], act), { "aria-label": [`story.${kind}`], title: [`story.${kind}`] });
  return /** @type {HTMLButtonElement} */ (step);
}

/** A part of a scene in the document. @param {number} n @param {string} part */
const scenePart = (n, part) => document.querySelector(`#scene-${n} ${part}`);

/** A part of the masthead. @param {string} part */
const headPart = (part) => document.querySelector(`.masthead ${part}`);

/** @param {number} n */
export const titleOf = (n) => scenePart(n, "h3")?.textContent ?? "";

/** Copies of the paragraphs of a scene. @param {number} n */
export const textOf = (n) => copyParagraphs(scenePart(n, ".scene-text"));

/** @param {Element | null} holder @returns {Node[]} copies of its paragraphs */
const copyParagraphs = (holder) => [...(holder?.querySelectorAll("p") ?? [])].map((paragraph) => paragraph.cloneNode(true));

/**
 * The caption's box and what stands in it.
 * @param {{back: () => void, forward: () => void, leave: () => void}} acts
 */
function captionParts({ back, forward, leave }) {
  const position = element("p", { class: "caption-at" });
  const ofMap = element("p", { class: "caption-map" }, []);
  const title = element("h2", { class: "caption-title" });
  const shown = element("p", { class: "caption-shown" });
  const text = element("div", { class: "caption-text" });
  const notes = element("div", { class: "caption-notes", hidden: "" });
  const [previous, next] = [stepButton("caption", "previous", back), stepButton("caption", "next", forward)];
  const steps = element("div", { class: "caption-steps" }, [previous, next, stepButton("caption", "close", leave)]);
  const live = element("div", { class: "caption-told", "aria-live": "polite" }, [title, shown, text]);
  const box = element("section", { class: "caption", tabindex: "-1", hidden: "" }, [
    element("div", { class: "caption-head" }, [position, ofMap, steps]),
    live,
    notes,
  ]);
  translateElement(box, { "aria-label": ["story.title"] });
  return { box, position, ofMap, title, shown, text, notes, previous, next };
}

/** @typedef {ReturnType<typeof captionParts>} Parts */

/**
 * The overview: title and edition of the masthead, the subtitle unless there is a written lead, the lead, and the list of scenes.
 * @param {Parts} parts @param {number} total of the scenes @param {(n: number) => void} go
 */
function showOverview({ position, title, shown, text, notes }, total, go) {
  shown.textContent = headPart(".edition")?.textContent ?? "";
  position.textContent = "";
  copyText(headPart("h1"), title);
  copyLanguage(document.querySelector(".lead-text"), text);
  const lead = copyLead();
  // A lead that was computed does not replace the subtitle: it has only numbers.
  const isWritten = lead.length > 0 && !document.querySelector(".lead [data-w]");
  const subtitle = isWritten ? "" : headPart(".subtitle")?.textContent;
  const scenes = Array.from({ length: total }, (_, i) => {
    const line = button("", "", () => go(i + 1));
    line.append(element("span", {}, [`${i + 1}`]), titleOf(i + 1));
    return element("li", {}, [line]);
  });
  text.replaceChildren(
    ...(subtitle ? [element("p", { class: "caption-subtitle" }, [subtitle])] : []),
    ...lead,
    ...(total ? [element("ol", { class: "caption-scenes" }, scenes)] : []),
  );
  notes.replaceChildren();
}

/** @param {Parts} parts @param {number} n @param {number} total of the scenes */
function showScene({ position, title, text, notes }, n, total) {
  position.textContent = translate("story.at", { n, total });
  copyText(scenePart(n, "h3"), title);
  copyLanguage(scenePart(n, ".scene-text"), text);
  text.replaceChildren(...textOf(n));
  const noteParagraphs = copyParagraphs(scenePart(n, ".scene-notes"));
  notes.replaceChildren(...(noteParagraphs.length ? [element("h3", {}, [translate("story.notes")]), ...noteParagraphs] : []));
}

/**
 * @param {number} total of the scenes
 * @param {{back: () => void, forward: () => void, leave: () => void, go: (n: number) => void, choose: (n: number) => void}} acts
 * @param {() => string} describe says which records are shown
 */
export function createCaption(total, acts, describe) {
  const parts = captionParts(acts);
  const { box, shown, notes } = parts;
  box.addEventListener("click", onRecordLink(acts.choose));
  document.querySelector(".plate")?.after(box);
  let scene = 0;
  let showsNotes = false;

  const updateShown = () => void (scene && (shown.textContent = describe()));
  const updateNotes = () => void (notes.hidden = !showsNotes || !notes.childElementCount);

  function update() {
    box.classList.toggle("of-overview", !scene);
    copyText(headPart("h1"), parts.ofMap);
    if (!scene) return showOverview(parts, total, acts.go);
    showScene(parts, scene, total);
    updateShown();
    updateNotes();
  }
  onLanguage(update);

  return {
    box,
    /** @param {number} n a scene, or 0 for the map as a whole @param {boolean} isShown */
    update(n, isShown) {
      scene = n;
      document.body.classList.toggle("in-scene", n > 0);
      box.hidden = !isShown;
      update();
      // A hidden caption does not scroll, and reading its size would lay the whole page out.
      if (!box.hidden) box.scrollTop = 0;
      parts.previous.disabled = n === 0;
      parts.next.disabled = n === total;
    },
    updateShown,
    toggleNotes() {
      showsNotes = !showsNotes;
      updateNotes();
    },
  };
}
