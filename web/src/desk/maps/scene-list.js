// The scenes of a map: their order and texts, and the present view kept as another.
import { button, element } from "../../page/dom.js";
import { area, input } from "../form/fields.js";
import { shownText, writtenField } from "../form/translations.js";
import { get, latest } from "../requests.js";
import { languageOfMap, text } from "../vocabulary.js";

const TEXTS = /** @type {const} */ (["title", "text", "notes"]);

/**
 * A search of records that inserts a link to one in a text: `[[id|words]]`.
 * @param {string} map whose records they are @param {HTMLTextAreaElement} target
 */
function linkSearch(map, target) {
  const search = input("link", { type: "search", placeholder: text("linkRecord"), "aria-label": text("linkRecord") });
  const results = element("div", { class: "found" });
  const findTitles = latest((/** @type {string} */ like) => get("/api/record-titles", { map, like }), offer, 150);
  search.addEventListener("input", () => (search.value.trim() ? findTitles(search.value) : results.replaceChildren()));

  /** @param {[id: string, title: string][]} records */
  function offer(records) {
    results.replaceChildren(...records.map(([id, title]) => button("candidate", title, () => insert(id, title))));
  }

  /** Inserts a link, with the selected text as its words, and spaces between it and the words beside it. @param {string} id @param {string} title */
  function insert(id, title) {
    const { selectionStart: start, selectionEnd: end, value } = target;
    const words = value.slice(start, end).trim() || title;
    const before = /[^\s([“‘"'«]$/.test(value.slice(0, start)) ? " " : "";
    const after = /^[\p{L}\p{N}([“‘«]/u.test(value.slice(end)) ? " " : "";
    target.setRangeText(`${before}[[${id}|${words}]]${after}`, start, end, "end");
    target.dispatchEvent(new Event("input"));
    results.replaceChildren();
    search.value = "";
    target.focus();
  }
  return [search, results];
}

/** Texts of several lines end with a line break, as an editor writes them. @param {string} words */
const endedLine = (words) => (words.includes("\n") ? `${words.trimEnd()}\n` : words);

/** @param {import("../form/translations.js").Written | undefined} value */
const asWritten = (value = "") => (typeof value === "string" ? endedLine(value) : Object.fromEntries(Object.entries(value).map(([code, words]) => [code, endedLine(words)])));

/** @typedef {import("./map-form.js").Scene & {was: number}} Scene was: its place in the file */

/** The fields of a scene's texts. @param {import("./map-form.js").MapEntry} entry @param {Scene} scene @param {() => void} changed */
const textFields = ({ name, values }, scene, changed) =>
  TEXTS.map((key) => {
    const control = key === "title" ? input(key) : area(key, key === "text" ? 6 : 3);
    const write = (/** @type {import("../form/translations.js").Written | undefined} */ value) => {
      scene[key] = key === "title" ? value ?? "" : asWritten(value);
      changed();
    };
    const beside = (/** @type {Element} */ control) => (control instanceof HTMLTextAreaElement ? linkSearch(name, control) : []);
    const made = writtenField(`map.scene_${key}`, [`/scenes/${scene.was}/${key}`], control, languageOfMap(values), () => scene[key], write, beside);
    made.update();
    return made;
  });

/** The scene that is dragged; below 0 where none is. */
let dragged = -1;

/** A scene in the list, which is dragged by its handle and takes the place of the one on which it is dropped. @param {number} n @param {(n: number, to: number) => void} move @param {HTMLElement[]} parts */
function draggable(n, move, parts) {
  const handle = element("span", { class: "drag-handle", draggable: "true", title: text("dragScene"), "aria-hidden": "true" }, ["⠿"]);
  const row = element("li", {}, [handle, ...parts]);
  handle.addEventListener("dragstart", ({ dataTransfer }) => {
    dragged = n;
    dataTransfer?.setData("text/plain", `${n}`); // without data some browsers drag nothing
    dataTransfer?.setDragImage(row, 0, 0);
  });
  handle.addEventListener("dragend", () => (dragged = -1));
  row.addEventListener("dragover", (event) => void (dragged >= 0 && event.preventDefault()));
  row.addEventListener("drop", (event) => {
    event.preventDefault();
    if (dragged >= 0 && dragged !== n) move(dragged, n);
  });
  return row;
}

/**
 * @param {import("./map-form.js").MapEntry} entry
 * @param {{keep: (name: string, scene?: {at: number, title: string}) => Promise<any>, reopen: () => void, changed: () => void}} on
 * @param {Scene[] | null} [storedScenes] as they were changed before a reload
 */
export function createSceneList(entry, on, storedScenes = null) {
  const stored = entry.scenes.map((scene, was) => ({ was, ...scene }));
  const first = JSON.stringify(stored);
  const scenes = storedScenes ?? stored;
  const list = element("ol", { class: "scenes" });
  const saveButton = button("quiet keep-scene", text("keepScene"), async () => (await on.keep(entry.name)) && on.reopen());
  const box = element("details", { class: "part-scenes", open: "" }, [element("summary", {}, [text("mapParts.scenes")]), list, saveButton]);
  /** @type {import("../form/fields.js").Field[]} */
  let fields = [];

  /** @param {number} n @param {number} to */
  function move(n, to) {
    scenes.splice(to, 0, ...scenes.splice(n, 1));
    draw(to);
    on.changed();
  }

  /** @param {number} n */
  function remove(n) {
    scenes.splice(n, 1);
    draw();
    on.changed();
  }

  /** @param {typeof scenes[number]} scene @param {number} n @param {boolean} open */
  function rowOf(scene, n, open) {
    const sceneFields = textFields(entry, scene, on.changed);
    fields.push(...sceneFields);
    const tools = [
      button("tool", text("up"), () => move(n, n - 1)),
      button("tool", text("down"), () => move(n, n + 1)),
      // Of the scenes as they are in the form, which is saved first.
      button("tool", text("takeView"), async () => (await on.keep(entry.name, { at: n, title: shownText(scene.title) })) && on.reopen()),
      button("tool", text("removeScene"), () => remove(n)),
    ];
    tools[0].toggleAttribute("disabled", n === 0);
    tools[1].toggleAttribute("disabled", n === scenes.length - 1);
    return draggable(n, move, [
      element("details", open ? { open: "" } : {}, [element("summary", {}, [shownText(scene.title)]), element("div", { class: "tools" }, tools), ...sceneFields.map(({ row }) => row)]),
    ]);
  }

  /** @param {number} [open] the scene that is open */
  function draw(open = -1) {
    fields = [];
    list.replaceChildren(...scenes.map((scene, n) => rowOf(scene, n, n === open)));
  }
  draw();
  return { box, fields: () => fields, list: () => scenes, changed: () => JSON.stringify(scenes) !== first };
}
