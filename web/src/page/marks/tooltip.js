// Tooltip of the mark under the pointer or with the focus: number, title, date.
import { element } from "../dom.js";

/** Between the middle of a mark and its tooltip, pixels. */
const AWAY = 18;
/** A small mark is larger under the pointer. */
const ENLARGED = 1.2;

/** @param {L.Map} map @param {Map<number, import("./map-record.js").MapRecord>} mapRecords */
export function addMarkTooltip(map, mapRecords) {
  const container = map.getContainer();
  // The mark has the same text for screen readers.
  const tip = element("div", { class: "mark-tip", "aria-hidden": "true", hidden: "" });
  container.append(tip);

  const hide = () => void (tip.hidden = true);

  /** @param {EventTarget | null} target */
  function show(target) {
    const icon = target instanceof Element && target.closest(".event-mark");
    const records = icon ? [...mapRecords.values()].filter(({ face }) => face?._icon === icon) : [];
    if (!icon || !records.length || icon.classList.contains("chosen")) return hide();
    const lines = records.sort((a, b) => a.event.n - b.event.n).flatMap(({ event: { n, title, dateParts } }) => {
      const line = [element("b", {}, [`${n}`]), element("span", {}, [title])];
      // Of a stack the names alone.
      return records.length > 1 ? line : [...line, element("i", {}, [dateParts.join(" ")])];
    });
    tip.replaceChildren(...lines);
    tip.hidden = false;
    const [frame, iconBox] = [container.getBoundingClientRect(), icon.getBoundingClientRect()];
    const middle = { x: iconBox.x + iconBox.width / 2 - frame.x, y: iconBox.y + iconBox.height / 2 - frame.y };
    const left = Math.max(4, Math.min(middle.x - tip.offsetWidth / 2, frame.width - tip.offsetWidth - 4));
    const away = AWAY * Math.max(records[0].mark.size, ENLARGED);
    const above = middle.y - away - tip.offsetHeight;
    tip.style.transform = `translate(${Math.round(left)}px, ${Math.round(above < 4 ? middle.y + away : above)}px)`;
  }

  const pane = /** @type {HTMLElement} */ (map.getPane("markerPane"));
  pane.addEventListener("pointerover", ({ target, pointerType }) => pointerType === "mouse" && show(target));
  pane.addEventListener("pointerout", hide);
  pane.addEventListener("focusin", ({ target }) => target instanceof Element && target.matches(":focus-visible") && show(target));
  pane.addEventListener("focusout", hide);
  map.on("movestart zoomstart popupopen projectionchange", hide);
}
