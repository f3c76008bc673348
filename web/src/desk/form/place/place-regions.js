// The regions of a place: one is added from a list, and each can be removed.
import { button, element } from "../../../page/dom.js";
import { text } from "../../vocabulary.js";
import { choice } from "../fields.js";

/** @param {import("./record-place.js").RecordPlace} place @param {import("../../vocabulary.js").Vocabulary["regions"]} available */
export function createPlaceRegions(place, available) {
  const names = available.map(({ id, name }) => /** @type {[string, string]} */ ([id, name]));
  const select = choice("region", [["", text("addRegion")], ...names]);
  select.setAttribute("aria-label", text("addRegion"));
  select.addEventListener("change", () => {
    const regions = /** @type {string[]} */ ([place.values.regions ?? []].flat());
    if (select.value && !regions.includes(select.value)) place.set({ regions: [...regions, select.value] });
    select.value = "";
  });
  const chips = element("ul", { class: "chips" });

  /** Shows the regions by name. */
  function update() {
    const regions = /** @type {string[]} */ ([place.values.regions ?? []].flat());
    chips.replaceChildren(
      ...regions.map((id) => {
        const name = names.find(([value]) => value === id)?.[1] ?? id;
        const removeButton = button("remove", "×", () => {
          const others = regions.filter((region) => region !== id);
          place.set({ regions: others.length ? others : undefined });
        });
        removeButton.setAttribute("aria-label", text("remove", { what: name }));
        return element("li", {}, [name, removeButton]);
      }),
    );
  }
  return { chips, select, update };
}
