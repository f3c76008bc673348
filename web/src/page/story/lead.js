// The lead: the map in two or three sentences above the list, and the way into the story.
import { onRecordLink } from "../chrome/links.js";
import { button, element } from "../dom.js";
import { onLanguage, translateElement } from "../i18n.js";
import { narrow } from "../screen-size.js";

/** The element of the lead; null on a map without one. */
const leadText = () => document.querySelector(".lead-text");

/** Copies of the paragraphs of the lead. @returns {Node[]} */
export const copyLead = () => [...(leadText()?.querySelectorAll("p") ?? [])].map((paragraph) => paragraph.cloneNode(true));

/** Puts the lead above the list; on a small screen above the map, since the list is below it. @param {Element} lead */
function placeLead(lead) {
  if (narrow.matches) document.querySelector(".plate")?.before(lead);
  else document.getElementById("records")?.prepend(lead);
}

/** Letters of a lead that is not cut. */
const MOST_LETTERS = 420;

/** A full stop, not after an abbreviation such as "U.S." or a day such as "28.". */
const SENTENCE_END = /(?<=^|\p{L}{3}[)»”’]*|\d{4})[.!?…]+[)»”’]*(?=\s+[^\p{Ll}\d\s]|\s*$)/gu;

/** The last end of a sentence within the letters of a lead, else the first one. @param {Element} text @returns {[Text, number] | undefined} */
function endOfCut(text) {
  /** @type {[Text, number] | undefined} */
  let end;
  let letters = 0;
  const nodes = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  while (nodes.nextNode()) {
    const node = /** @type {Text} */ (nodes.currentNode);
    if (node.parentElement?.closest("svg, sup")) continue;
    for (const { index, 0: sign } of node.data.matchAll(SENTENCE_END)) {
      if (!end || letters + index < MOST_LETTERS) end = [node, index + sign.length];
    }
    letters += node.data.length;
  }
  return letters > MOST_LETTERS ? end : undefined;
}

/** Marks whole sentences after the first ones of a long lead. @param {Element} text @returns {boolean} whether there are any */
function markRest(text) {
  if (text.querySelector(".rest")) return true;
  const end = endOfCut(text);
  const paragraph = end?.[0].parentElement?.closest("p");
  if (!end || !paragraph) return false;
  const range = document.createRange();
  range.setStart(...end);
  range.setEnd(paragraph, paragraph.childNodes.length);
  const hasRest = Boolean(range.toString().trim() || paragraph.nextElementSibling);
  paragraph.append(element("span", { class: "rest" }, [range.extractContents()]));
  for (let next = paragraph.nextElementSibling; next; next = next.nextElementSibling) next.classList.add("rest");
  return hasRest;
}

/** Cuts a long text after a whole sentence, and adds a button that shows all of it. @param {Element} text */
function addMoreButton(text) {
  const moreButton = button("lead-more", "", toggle);
  function toggle() {
    const isCut = text.classList.toggle("cut");
    translateElement(moreButton, { text: [isCut ? "card.more" : "lead.less"] });
    moreButton.setAttribute("aria-expanded", `${!isCut}`);
  }
  toggle();
  text.after(moreButton);
  const update = () => (moreButton.hidden = !markRest(text));
  onLanguage(update);
  update();
}

/** The text above the map on paper: that of a scene, else the lead. @returns {(scene: Node[]) => void} */
export function addPrintedText() {
  const printed = element("div", { class: "printed-text" });
  document.querySelector(".masthead")?.append(printed);
  return (scene) => printed.replaceChildren(...(scene.length ? scene : copyLead()));
}

/**
 * Adds the lead, with a button that begins the story.
 * @param {number} total of the scenes
 * @param {{begin: () => void, choose: (n: number) => void}} acts
 */
export function addLead(total, { begin, choose }) {
  const text = leadText();
  const lead = text?.parentElement ?? (total ? element("div", { class: "lead" }) : null);
  if (!lead) return;
  if (text) {
    lead.addEventListener("click", onRecordLink(choose));
    addMoreButton(text);
  }
  if (total) {
    const opener = button("lead-begin", "", begin);
    opener.append(
      translateElement(element("b"), { text: ["lead.begin"] }),
      translateElement(element("span"), { text: ["story.scenes", { n: total }] }),
    );
    lead.append(opener);
  }
  placeLead(lead);
  narrow.addEventListener("change", () => placeLead(lead));
}
