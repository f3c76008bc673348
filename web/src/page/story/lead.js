// The lead: the map in two or three sentences above the list, and the way into the story.
import { onRecordLink } from "../chrome/links.js";
import { button, element } from "../dom.js";
import { translateElement } from "../i18n.js";
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

/** Cuts a text after some lines, and adds a button that shows all of it. @param {Element} text */
function addMoreButton(text) {
  const moreButton = button("lead-more", "", toggle);
  function toggle() {
    const isCut = text.classList.toggle("cut");
    translateElement(moreButton, { text: [isCut ? "card.more" : "lead.less"] });
    moreButton.setAttribute("aria-expanded", `${!isCut}`);
  }
  toggle();
  text.after(moreButton);
  const measure = () => (moreButton.hidden = text.matches(".cut") && text.scrollHeight <= text.clientHeight + 2);
  new ResizeObserver(measure).observe(text);
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
