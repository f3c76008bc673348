// Tooltip of the mark under the pointer or with the focus: number, title, date.
import { element } from "../dom.js";

/** Distance from the middle of a mark to its tooltip, pixels. */
const DISTANCE = 18;
/** Size of a small mark under the pointer, as a factor. */
const HOVERED_SIZE = 1.2;

/** @param {L.Map} map @param {import("./map-record.js").MapRecords} mapRecords */
export function addMarkTooltip(map, mapRecords) {
  const container = map.getContainer();
  // The mark has the same text for screen readers.
  const tooltip = element("div", { class: "mark-tip", "aria-hidden": "true", hidden: "" });
  container.append(tooltip);

  const hide = () => void (tooltip.hidden = true);

  /** @param {EventTarget | null} target */
  function show(target) {
    const icon = target instanceof Element && target.closest(".event-mark, .record-cluster");
    const records = icon ? mapRecords.at(icon) : [];
    if (!icon || !records.length || icon.classList.contains("chosen")) return hide();
    records.sort((a, b) => a.event.n - b.event.n);
    const { face } = records[0];
    const recordLines = () => records.flatMap(({ event: { n, title, dateParts } }) => {
      const line = [element("b", {}, [`${n}`]), element("span", {}, [title])];
      // For the records of a stack only number and title.
      return records.length > 1 ? line : [...line, element("i", {}, [dateParts.join(" ")])];
    });
    tooltip.replaceChildren(...(face.lines?.() ?? recordLines()));
    tooltip.hidden = false;
    const frame = container.getBoundingClientRect();
    const iconBox = icon.getBoundingClientRect();
    const middle = { x: iconBox.x + iconBox.width / 2 - frame.x, y: iconBox.y + iconBox.height / 2 - frame.y };
    const left = Math.max(4, Math.min(middle.x - tooltip.offsetWidth / 2, frame.width - tooltip.offsetWidth - 4));
    const distance = DISTANCE * Math.max(face.size, HOVERED_SIZE);
    const above = middle.y - distance - tooltip.offsetHeight;
    const top = above < 4 ? middle.y + distance : above;
    tooltip.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  }

  const pane = /** @type {HTMLElement} */ (map.getPane("mapPane"));
  pane.addEventListener("pointerover", ({ target, pointerType }) => pointerType === "mouse" && show(target));
  pane.addEventListener("pointerout", hide);
  pane.addEventListener("focusin", ({ target }) => target instanceof Element && target.matches(":focus-visible") && show(target));
  pane.addEventListener("focusout", hide);
  map.on("movestart zoomstart popupopen projectionchange", hide);
}
