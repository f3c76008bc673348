// Since when a map marks records as new or changed: a day, an edition, or a day that readers choose; and the editions.
import { button, element } from "../../../page/dom.js";
import { choice, field, input } from "../../form/fields.js";
import { inputDialog } from "../../form/save-dialog.js";
import { text } from "../../vocabulary.js";

const BY_READER = "reader";
const A_DAY = "day";

/** Today where the desk is used, `YYYY-MM-DD`. */
const today = () => new Date().toLocaleDateString("sv");

/**
 * @param {import("../map-form.js").Form} form
 * @param {(words: string) => Promise<string | null>} dayOf the day that words mean
 */
export function sinceField({ values, set }, dayOf) {
  const editions = () => /** @type {Record<string, string>} */ (values.editions ?? {});
  const select = choice("since", []);
  const day = input("since_day", { placeholder: text("dayHint"), "aria-label": text("choices.sinceDay") });
  const names = element("ul", { class: "chips" });
  const nameEdition = button("link", text("nameEdition"), async () => {
    const name = await inputDialog(text("nameEdition"), text("editionHint"), "", text("save"));
    if (name) set("editions", { ...editions(), [name]: today() });
  });
  let isDay = false;

  select.addEventListener("change", () => {
    isDay = select.value === A_DAY;
    set("since", isDay ? day.value.trim() || undefined : select.value || undefined);
    if (isDay) day.focus();
  });
  day.addEventListener("change", () => void dayOf(day.value).then((meant) => set("since", meant ?? (day.value.trim() || undefined))));

  /** @param {string} name */
  function remove(name) {
    const { [name]: _, ...others } = editions();
    set("editions", Object.keys(others).length ? others : undefined);
  }
  function update() {
    const { since } = values;
    const named = Object.entries(editions());
    if (since !== undefined) isDay = since !== BY_READER && !(since in editions());
    const options = [["", "–"], [A_DAY, text("choices.sinceDay")], ...named.map(([name, on]) => [name, text("sinceEdition", { name, on })]), [BY_READER, text("choices.reader")]];
    select.replaceChildren(...options.map(([value, label]) => element("option", { value }, [label])));
    select.value = isDay ? A_DAY : since ?? "";
    day.hidden = !isDay;
    if (isDay && document.activeElement !== day) day.value = since ?? "";
    names.replaceChildren(
      ...named.map(([name, on]) => {
        const removeButton = button("remove", "×", () => remove(name));
        removeButton.setAttribute("aria-label", text("removeWord", { what: name }));
        return element("li", { title: on }, [name, removeButton]);
      }),
    );
  }
  return field("map.since", ["/since", "/editions"], select, update, [day, names, nameEdition]);
}
