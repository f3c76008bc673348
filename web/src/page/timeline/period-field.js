// Field in which a reader types the period.
import { element } from "../dom.js";
import { onLanguage, translate, translateElement } from "../i18n.js";
import { monthOfFault, parsePeriod } from "../query/period-text.js";
import { formatPeriod, monthName } from "../query/periods.js";

/** @typedef {import("../query/periods.js").Period} Period */

/**
 * @param {object} page
 * @param {() => Period | null} page.period
 * @param {(period: Period | null) => void} page.set
 */
export function periodField({ period, set }) {
  const field = /** @type {HTMLInputElement} */ (
    element("input", { class: "timeline-period", id: "timeline-period", type: "text", autocomplete: "off", spellcheck: "false", "aria-describedby": "timeline-fault" })
  );
  const label = translateElement(element("label", { for: field.id }), { text: ["time.period"] });
  const fault = element("p", { class: "timeline-fault", id: "timeline-fault", role: "alert" });
  translateElement(field, { placeholder: ["time.all"], title: ["time.reads"] });

  /** Called with whether the text cannot be read as a period: the summary then hides its count, which is not of the text. @type {(on: boolean) => void} */
  let faultListener = () => undefined;
  /** @param {boolean} on */
  function showFault(on) {
    field.setAttribute("aria-invalid", `${on}`);
    fault.hidden = !on;
    fault.textContent = on ? faultText(field.value.trim(), period()) : "";
    faultListener(on);
  }

  /** Whether the reader is typing: `update` then leaves the text. */
  let isTyping = false;
  field.addEventListener("input", () => void (isTyping = true));
  field.addEventListener("blur", () => void (isTyping = false));

  function update() {
    if (isTyping) return;
    const current = period();
    const text = current ? formatPeriod(current) : "";
    if (field.value !== text) field.value = text;
    showFault(false);
  }

  function apply() {
    const parsed = field.value.trim() ? parsePeriod(field.value) : null;
    if (!parsed && field.value.trim()) return showFault(true);
    isTyping = false;
    set(parsed);
    update();
  }

  function cancel() {
    isTyping = false;
    update();
  }

  bindKeys(field, apply, cancel);
  // A phone may have no Enter. A text that cannot be read stays, with its fault.
  field.addEventListener("change", apply);
  onLanguage(update);
  return { parts: [label, field, fault], update, onFault: (/** @type {typeof faultListener} */ listener) => void (faultListener = listener) };
}

/** @param {HTMLInputElement} field @param {() => void} apply @param {() => void} cancel */
function bindKeys(field, apply, cancel) {
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    if (event.key === "Enter") apply();
    else cancel();
    event.preventDefault();
    event.stopPropagation();
  });
}

/** Why a text cannot be read as a period, and what the map shows meanwhile. @param {string} text @param {Period | null} current */
function faultText(text, current) {
  // A month with fewer days than the text says, such as 31 June.
  const shortMonth = monthOfFault(text);
  const reason = shortMonth
    ? translate("time.shortMonth", { month: `${monthName(shortMonth.month)} ${shortMonth.year}`, n: shortMonth.days })
    : translate("time.reads");
  return translate("time.unread", { text, why: reason, shown: current ? formatPeriod(current) : translate("time.all") });
}
