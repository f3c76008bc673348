// The whole definition of a map as text, with what is wrong at its lines.
import { button, element } from "../../page/dom.js";
import { mapDraft } from "../draft-store.js";
import { area } from "../form/fields.js";
import { post } from "../requests.js";
import { text } from "../vocabulary.js";

/** @typedef {import("./map-form.js").Finding} Finding */

/** A list of findings with their lines. @param {Finding[]} findings @param {(line: number) => void} [go] */
export const findingList = (findings, go) =>
  element("ul", { class: "findings" }, findings.map(({ severity, message, remedy, line }) => {
    const words = remedy ? `${message}; ${remedy}` : message;
    const lineLink = line ? [go ? button("link", text("line", { n: line }), () => go(line)) : text("line", { n: line }), " "] : [];
    return element("li", { class: severity }, [...lineLink, words]);
  }));

/** Selects a line. @param {HTMLTextAreaElement} textArea @param {number} line from 1 */
function goTo(textArea, line) {
  const lines = textArea.value.split("\n");
  const start = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
  textArea.focus();
  textArea.setSelectionRange(start, start + (lines[line - 1] ?? "").length);
}

/**
 * @param {import("../panels/panels.js").Panel} panel @param {import("./map-form.js").MapEntry} entry
 * @param {{say: import("../vocabulary.js").Say, done: (name: string | null, message?: string) => void}} on @param {() => void} asForm
 */
export function openText(panel, entry, on, asForm) {
  const textArea = area("whole", 30);
  textArea.value = entry.text;
  textArea.spellcheck = false;
  textArea.classList.add("definition");
  textArea.setAttribute("aria-label", text("wholeText"));
  const { name, base } = entry;
  textArea.addEventListener("input", () => mapDraft.store({ name, base, values: {}, scenes: null, text: textArea.value }));
  const findingsBox = element("div", { class: "other" });
  const show = (/** @type {Finding[]} */ findings) => findingsBox.replaceChildren(findingList(findings, (line) => goTo(textArea, line)));
  panel.body.replaceChildren(findingsBox, textArea);
  show(entry.findings);
  panel.foot.replaceChildren(
    button("main", text("save"), async () => (await saveDefinition(name, { text: textArea.value, base }, show, on.say)) && on.done(name, text("mapSaved"))),
    button("quiet", text("cancel"), () => on.done(null)),
    ...(entry.values.title ? [button("quiet", text("asForm"), asForm)] : []),
  );
}

/**
 * Saves a definition, or shows why it is not saved; returns whether it is.
 * @param {string} name @param {object} body @param {(findings: Finding[]) => void} show @param {import("../vocabulary.js").Say} say
 */
export async function saveDefinition(name, body, show, say) {
  try {
    const { findings } = await post(`/api/maps/${encodeURIComponent(name)}`, body);
    show(findings);
    const isRefused = findings.some((/** @type {Finding} */ { severity }) => severity === "error");
    if (isRefused) say(text("mapFaults"), "fault");
    return !isRefused;
  } catch (error) {
    say(text("failed", { why: /** @type {Error} */ (error).message }), "fault");
    return false;
  }
}
