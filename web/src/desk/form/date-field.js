// The date of a record: its start and end as typed, and what they mean.
import { element } from "../../page/dom.js";
import { get, latest } from "../requests.js";
import { text } from "../vocabulary.js";
import { bindText, field, input } from "./fields.js";

/**
 * @param {any} properties of the record @param {(key: string, value: string | undefined) => void} write @param {string} language
 */
export function dateField(properties, write, language) {
  const [start, end] = [input("start", { placeholder: text("startHint") }), input("end", { placeholder: text("endHint"), "aria-label": text("fields.end") })];
  const meaning = element("p", { class: "meaning", role: "status" });
  const ask = latest(
    ({ from, to }) => get("/api/dates", { start: from, end: to, lang: language }),
    (answer) => {
      meaning.textContent = answer.text ?? "";
      // What is typed in another notation is stored in that of records.
      if (answer.start && answer.start !== properties().start) write("start", answer.start);
      if (answer.end && answer.end !== properties().end) write("end", answer.end);
    },
    120,
  );
  const asked = () => (start.value.trim() ? ask({ from: start.value, to: end.value }) : void (meaning.textContent = ""));
  const updates = [
    bindText(start, () => (document.activeElement === start ? start.value.trim() : properties().start), (value) => write("start", value)),
    bindText(end, () => (document.activeElement === end ? end.value.trim() : properties().end), (value) => write("end", value)),
  ];
  for (const one of [start, end]) {
    one.addEventListener("input", asked);
    one.addEventListener("blur", () => updates.forEach((update) => update()));
  }
  const control = element("div", { class: "pair" }, [start, element("span", {}, ["–"]), end]);
  start.setAttribute("aria-label", text("fields.start"));
  return field("date", ["/properties/start", "/properties/end", "/properties/time_zone"], control, () => {
    updates.forEach((update) => update());
    asked();
  }, [meaning]);
}
