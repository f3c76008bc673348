// The form in which the text of a report is pasted, or told what the report in a file is.
import { element } from "../../page/dom.js";
import { post, send } from "../requests.js";
import { text } from "../vocabulary.js";

/** Endings of the files that a report can be, and of those that may be records as well. */
const REPORT_FILE = /\.(docx|html?|markdown|md|pdf|te?xt)$/i;
const RECORDS_TOO = /\.(html?|te?xt)$/i;

/** Whether a file is read as a report. @param {string} name @param {boolean} isAmongReports whether the panel of reports is open */
export const isReportFile = (name, isAmongReports) => REPORT_FILE.test(name) && (isAmongReports || !RECORDS_TOO.test(name));

/** @param {string} name of a file */
const titleOf = (name) => name.replace(/\.\w+$/, "").replace(/[_-]+/g, " ");

/**
 * @param {File | null} file null: the text is pasted
 * @param {string | null} [report] that is stored already; default a new one
 * @returns {import("../panels/report-form.js").Form}
 */
export function textForm(file, report = null) {
  const keys = [...(report === null ? ["title", "publisher", "published"] : []), ...(file ? [] : ["text"])];
  return {
    title: text("readText"),
    keys,
    first: { title: file ? titleOf(file.name) : "" },
    isNew: report === null,
    isText: true,
    head: file ? [element("p", { class: "hint" }, [file.name])] : [],
    async send({ text: pasted, ...values }) {
      const sent = file ?? new File([pasted], "text.txt");
      const { key } = await send(`/api/imports?${new URLSearchParams({ name: sent.name })}`, sent);
      return post("/api/texts", { ...values, ...(report !== null && { report }), upload: key });
    },
  };
}
