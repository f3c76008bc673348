// Help for the desk: topics that are searched, and the keys.
import { element } from "../../page/dom.js";
import { input } from "../form/fields.js";
import { textGroup, text } from "../vocabulary.js";

/** @typedef {{title: string, text: string}} Topic */
/** @typedef {{title: string, rows: [keys: string, meaning: string][]}} KeyGroup */

/** A text whose *labels* are bold. @param {string} words */
const paragraph = (words) => element("p", {}, words.split("*").map((part, n) => (n % 2 ? element("b", {}, [part]) : part)));

/** @param {string} keys separated by commas */
const caps = (keys) => keys.split(", ").flatMap((key, n) => [...(n ? [" "] : []), element("kbd", {}, [key])]);

/** @param {KeyGroup} group */
const keyTable = ({ title, rows }) =>
  element("section", { class: "topic" }, [
    element("h3", {}, [title]),
    element("dl", { class: "keys" }, rows.flatMap(([keys, meaning]) => [element("dt", {}, caps(keys)), element("dd", {}, [meaning])])),
  ]);

/**
 * The tab of help.
 * @param {ReturnType<typeof import("./panels.js").createPanels>} panels
 */
export function createHelpPanel(panels) {
  const panel = panels.add();
  panels.tab(text("help.name"), panel, () => search.focus());
  const topics = /** @type {Topic[]} */ (Object.values(textGroup("help.topics"))).map((topic) =>
    element("section", { class: "topic" }, [element("h3", {}, [topic.title]), paragraph(topic.text)]),
  );
  const keys = /** @type {KeyGroup[]} */ (Object.values(textGroup("help.keys.groups"))).map(keyTable);
  const keysTitle = element("h2", { class: "keys-title" }, [text("help.keys.title")]);
  const none = element("p", { class: "none", role: "status" });
  const search = input("help", { type: "search", placeholder: text("help.search"), "aria-label": text("help.search") });
  search.addEventListener("input", () => {
    const words = search.value.toLowerCase().split(/\s+/);
    for (const part of [...topics, ...keys]) part.hidden = !words.every((word) => part.textContent?.toLowerCase().includes(word));
    keysTitle.hidden = keys.every(({ hidden }) => hidden);
    none.textContent = [...topics, ...keys].every(({ hidden }) => hidden) ? text("help.none") : "";
  });
  panel.body.classList.add("help");
  panel.body.append(search, none, ...topics, keysTitle, ...keys);
}
