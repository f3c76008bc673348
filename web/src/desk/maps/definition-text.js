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
    const at = line ? [go ? button("link", text("line", { n: line }), () => go(line)) : text("line", { n: line }), " "] : [];
    return element("li", { class: severity }, [...at, words]);
  }));

/** Selects a line. @param {HTMLTextAreaElement} whole @param {number} line from 1 */
function goTo(whole, line) {
  const lines = whole.value.split("\n");
  const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  whole.focus();
  whole.setSelectionRange(start, start + (lines[line - 1] ?? "").length);
}

/**
 * @param {import("../panels/panels.js").Panel} panel @param {import("./map-form.js").MapEntry} entry
 * @param {{say: import("../vocabulary.js").Say, done: (name: string | null, message?: string) => void}} on @param {() => void} asForm
 */
export function openText(panel, entry, on, asForm) {
  const whole = area("whole", 30);
  whole.value = entry.text;
  whole.spellcheck = false;
  whole.classList.add("definition");
  whole.setAttribute("aria-label", text("wholeText"));
  const { name, base } = entry;
  whole.addEventListener("input", () => mapDraft.store({ name, base, values: {}, scenes: null, text: whole.value }));
  const found = element("div", { class: "other" });
  const show = (/** @type {Finding[]} */ findings) => found.replaceChildren(findingList(findings, (line) => goTo(whole, line)));
  panel.body.replaceChildren(found, whole);
  show(entry.findings);
  panel.foot.replaceChildren(
    button("main", text("save"), async () => (await saveDefinition(name, { text: whole.value, base }, show, on.say)) && on.done(name, text("mapSaved", { name }))),
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
    const refused = findings.some((/** @type {Finding} */ { severity }) => severity === "error");
    if (refused) say(text("mapFaults"), "fault");
    return !refused;
  } catch (error) {
    say(text("failed", { why: /** @type {Error} */ (error).message }), "fault");
    return false;
  }
}
