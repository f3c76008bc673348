// The earlier versions of a map's definition, of this desk and of git, each of which can be taken back.
import { button, element } from "../../page/dom.js";
import { get } from "../requests.js";
import { ownLanguage, text } from "../vocabulary.js";
import { saveDefinition } from "./definition-text.js";

/** @typedef {{when: string, text: string, keys: string[]}} Version keys: what was changed after it */

/** A day, or a day with its time. @param {string} when */
const inWords = (when) => new Date(when).toLocaleString(ownLanguage(), { dateStyle: "long", ...(when.includes("T") ? { timeStyle: "short" } : {}) });

/**
 * @param {import("./map-form.js").MapEntry} entry @param {(findings: import("./map-form.js").Finding[]) => void} show
 * @param {import("./map-form.js").On} on @param {(key: string) => string} labelOf a key of a definition, as of its field
 */
export function mapHistory({ name, base }, show, on, labelOf) {
  const list = element("ol", { class: "versions" });
  const box = element("details", { class: "history" }, [element("summary", {}, [text("history")]), list]);

  /** @param {string} key */
  const nameOf = (key) => text(["scenes", "sides"].includes(key) ? `mapParts.${key}` : `fields.${labelOf(key)}`);
  /** @param {Version} version */
  const takeBack = async ({ text: whole }) => (await saveDefinition(name, { text: whole, base }, show, on.say)) && on.done(name, text("mapSaved"));

  /** @param {Version} version */
  const row = (version) =>
    element("li", {}, [
      element("p", {}, [text("beforeChange", { when: inWords(version.when), what: [...new Set(version.keys.map(nameOf))].join(", ") || text("otherText") })]),
      button("tool", text("takeBack"), () => void takeBack(version)),
    ]);

  box.addEventListener("toggle", async () => {
    const versions = /** @type {Version[]} */ (await get(`/api/maps/${encodeURIComponent(name)}/history`));
    list.replaceChildren(...(versions.length ? versions.map(row) : [element("li", { class: "none" }, [text("noVersions")])]));
    box.scrollIntoView({ block: "nearest" });
  });
  return box;
}
