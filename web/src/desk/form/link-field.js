// Links to other records: found by words of their titles, shown by title.
import { button, element } from "../../page/dom.js";
import { get } from "../requests.js";
import { text } from "../vocabulary.js";
import { combobox } from "./combobox.js";
import { countFilled, field } from "./fields.js";

/** Titles by id, of all that were found or requested. @type {Map<string, string>} */
const titles = new Map();

/**
 * @param {string} key of the property @param {string} language
 * @param {() => string[]} read @param {(ids: string[]) => void} write
 * @param {((id: string) => void) | null} open shows the record on the map
 * @param {boolean} [isOne] whether a record has one such link at most
 * @param {string[]} [pointers]
 */
export function linkField(key, language, read, write, open, isOne = false, pointers = [`/properties/${key}`]) {
  const chips = element("ul", { class: "chips" });
  const { box, options } = combobox(
    key,
    text("searchRecords"),
    async (words) => {
      const answer = await get("/api/titles", { text: words, lang: language });
      for (const { id, title } of answer) titles.set(id, title);
      return answer.map((/** @type {any} */ { id, title, date }) => ({ id, label: title, note: date }));
    },
    ({ id }) => {
      box.value = "";
      write(isOne ? [id] : [...new Set([...read(), id])]);
    },
  );

  async function show() {
    const ids = read().map(String);
    const unknown = ids.filter((id) => !titles.has(id));
    if (unknown.length) {
      for (const id of unknown) titles.set(id, id);
      const query = new URLSearchParams([...unknown.map((id) => ["id", id]), ["lang", language]]);
      const answer = await get(`/api/titles?${query}`).catch(() => []);
      for (const { id, title } of answer) titles.set(id, title);
    }
    chips.replaceChildren(
      ...ids.map((id) => {
        const title = titles.get(id) ?? id;
        const removeButton = button("remove", "×", () => write(read().filter((linked) => `${linked}` !== id)));
        removeButton.setAttribute("aria-label", text("remove", { what: title }));
        return element("li", {}, [open ? button("link", title, () => open(id)) : title, removeButton]);
      }),
    );
    countFilled(chips);
  }
  return field(key, pointers, box, () => void show(), [options, chips]);
}
