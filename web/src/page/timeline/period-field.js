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

  /** Is called with whether the text is no period: the count beside it would then seem to belong to the text. @type {(on: boolean) => void} */
  let faultListener = () => undefined;
  /** @param {boolean} on */
  function showFault(on) {
    field.setAttribute("aria-invalid", `${on}`);
    fault.hidden = !on;
    fault.textContent = on ? faultText(field.value.trim(), period()) : "";
    faultListener(on);
  }

  /** Whether the text is being typed: the end of an earlier change does not replace it. */
  let isTyping = false;
  field.addEventListener("input", () => void (isTyping = true));
  field.addEventListener("blur", () => void (isTyping = false));

  function update() {
    if (isTyping) return;
    const current = period(), text = current ? formatPeriod(current) : "";
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

  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") apply();
    else if (event.key === "Escape") (isTyping = false), update();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  // A phone may have no Enter; what cannot be read stays, with its fault.
  field.addEventListener("change", apply);
  onLanguage(update);
  return { parts: [label, field, fault], update, onFault: (/** @type {typeof faultListener} */ hear) => void (faultListener = hear) };
}

/** Why a text is no period, and what the map shows meanwhile. @param {string} text @param {Period | null} current */
function faultText(text, current) {
  const short = monthOfFault(text);
  const reason = short ? translate("time.shortMonth", { month: `${monthName(short.month)} ${short.year}`, n: short.days }) : translate("time.reads");
  return translate("time.unread", { text, why: reason, shown: current ? formatPeriod(current) : translate("time.all") });
}
