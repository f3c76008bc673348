// Reports: their claims with the records that they became, and the claims that became none.
import { button, element } from "../../page/dom.js";
import { isReportFile, textForm } from "../report-text/text-form.js";
import { get, post } from "../requests.js";
import { text } from "../vocabulary.js";
import { fillForm } from "./report-form.js";

/** Properties in the form of a claim, and in that of a stored report and of a new one. */
const CLAIM = /** @type {const} */ (["says", "kind", "section", "when", "place", "unmapped"]);
const STORED = /** @type {const} */ (["title", "publisher", "published", "url", "note"]);
const REPORT = [...STORED, "id"];

/** @typedef {{id: string, says: string, kind: string, section: string | null, when: string | null, place: string | null, unmapped: string | null, is_open: boolean, page: number | null, records: {id: string, title: string | null}[]}} Claim */
/** @typedef {{id: string, title: string, publisher: string | null, published: string | null, url: string | null, note: string | null, has_text: boolean, is_cited: boolean, mapped: number, claims: Claim[]}} Report */

/** @typedef {{choose: (id: string) => void, begin: (record: any, claim: string) => Promise<void>, openText: (report: string) => Promise<void>, say: import("../vocabulary.js").Say, readOnly: boolean}} On */
/** @typedef {import("./report-form.js").Form} Form */
/** @typedef {(form: Form) => void} OpenForm */

/** Sends the values of a form. @param {string} path @returns {Form["send"]} */
const to = (path) => (values) => post(path, values);

/** A draft of the record that a claim may become, with the claim as its source; its date and place are the claim's words, for the form to read. @param {Report} report @param {Claim} claim */
function recordFrom(report, { id, says, kind, when, place }) {
  const sources = [{ seed: report.id, claim: id }];
  const title = says.replace(/\.$/, "");
  const words = { ...(when ? { start: when } : {}), ...(place ? { place: { name: place } } : {}) };
  return { type: "Feature", geometry: null, properties: { title, kind, ...words, sources, review: "draft" } };
}

/** A claim with its records. @param {Report} report @param {Claim} claim @param {On} on @param {OpenForm} openForm */
function claimRow(report, claim, on, openForm) {
  const { id, says, section, when, place, page, unmapped, records } = claim;
  const path = `${claimsPath(report)}/${encodeURIComponent(id)}`;
  // A claim with records has no reason for having none.
  const keys = CLAIM.filter((key) => key !== "unmapped" || !records.length);
  const tools = [
    button("tool", text("recordFrom"), () => void on.begin(recordFrom(report, claim), says)),
    button("tool", text("editClaim"), () => openForm({ title: `${text("editClaim")} ${id}`, keys, send: to(path), first: claim })),
  ];
  return element("li", { class: records.length ? "" : "gap" }, [
    element("div", {}, [
      element("p", { class: "says" }, [element("b", {}, [id]), ` ${says}`]),
      element("p", {}, [[section, page && text("page", { n: page }), when, place].filter(Boolean).join(" · ")]),
      ...records.map(({ id: recordId, title }) => button("link", title ?? recordId, () => on.choose(recordId))),
      ...(unmapped ? [element("p", {}, [text("unmapped", { why: unmapped })])] : []),
      ...(on.readOnly ? [] : [element("div", { class: "tools" }, tools)]),
    ]),
  ]);
}

/** The address of the claims of a report. @param {Report} report */
const claimsPath = ({ id }) => `/api/reports/${encodeURIComponent(id)}/claims`;

/** Removes a report, with its text; it can be taken back. @param {Report} report @param {import("../vocabulary.js").Say} say */
async function removeReport({ id, title }, say) {
  try {
    await post(`/api/reports/${encodeURIComponent(id)}/remove`, {});
    say(text("removed", { title }), "change");
  } catch (error) {
    say(text("failed", { why: /** @type {Error} */ (error).message }), "fault");
  }
}

/** A report with its claims. @param {Report} report @param {On} on @param {OpenForm} openForm */
function reportSection(report, on, openForm) {
  const { title, publisher, published, mapped, claims } = report;
  const coverage = claims.length ? text("coverage", { mapped, of: claims.length }) : text("noClaims");
  const first = { kind: "event", unmapped: text("noRecordYet") };
  // Sentences of a text that were put into no words are counted.
  const [said, unsaid] = [claims.filter(({ says }) => says), claims.filter(({ says, is_open: isOpen }) => !says && isOpen)];
  const goOn = button("quiet", text("goOnWithText"), () => void on.openText(report.id));
  const readIt = button("add", text("readItsText"), () => openForm(textForm(null, report.id)));
  const newClaim = () => openForm({ title: text("newClaim"), keys: CLAIM, send: to(claimsPath(report)), first });
  const edit = () => openForm({ title: text("editReport"), keys: STORED, send: to(`/api/reports/${encodeURIComponent(report.id)}`), first: report });
  const remove = () => removeReport(report, on.say);
  const tools = [
    button("add", text("newClaim"), newClaim),
    button("add", text("editReport"), edit),
    ...(report.has_text ? [] : [readIt]),
    ...(report.is_cited ? [] : [button("add", text("removeReport"), () => void remove())]),
  ];
  return element("section", { class: "report" }, [
    element("h3", {}, [title]),
    element("p", {}, [[publisher, published, coverage].filter(Boolean).join(" · ")]),
    ...(report.has_text && !on.readOnly ? [goOn] : []),
    ...(unsaid.length ? [element("p", {}, [text("sentencesOpen", { n: unsaid.length })])] : []),
    element("ul", { class: "rows" }, said.map((claim) => claimRow(report, claim, on, openForm))),
    ...(on.readOnly ? [] : [element("div", { class: "report-tools" }, tools)]),
  ]);
}

/** Reports whose text is open come first. @param {Report} a @param {Report} b */
const byText = (a, b) => Number(b.has_text) - Number(a.has_text);

/** The buttons for a text and for a report without one. @param {OpenForm} openForm */
const newButtons = (openForm) => [
  button("main", text("readText"), () => openForm(textForm(null))),
  button("quiet", text("newReport"), () => openForm({ title: text("newReport"), keys: REPORT, send: to("/api/reports"), isNew: true })),
];

/**
 * The tab of reports: the list of them, or a form of a new report or claim.
 * @param {ReturnType<typeof import("./panels.js").createPanels>} panels
 * @param {On} on
 */
export function createReportsPanel(panels, on) {
  /** Whether a record that was begun from a claim is in the form; the list comes back after it. */
  let hasBegun = false;
  let isList = false;
  const panel = panels.add(() => undefined, () => hasBegun);
  const setCount = panels.tab(text("reports"), panel, () => void showList());
  const readReports = async () => /** @type {Report[]} */ (await get("/api/reports"));
  const openReport = async (/** @type {any} */ record, /** @type {string} */ claim) => {
    hasBegun = true;
    await on.begin(record, claim);
    hasBegun = false;
  };

  const showList = async () => show(await readReports());

  /** Shows the list of reports. @param {Report[]} reports */
  function show(reports) {
    isList = true;
    panel.heading.textContent = text("reports");
    panel.foot.replaceChildren(...(on.readOnly ? [] : newButtons(openForm)));
    const none = reports.length ? [] : [element("p", { class: "hint" }, [text("noReports")])];
    panel.body.replaceChildren(...none, ...[...reports].sort(byText).map((report) => reportSection(report, { ...on, begin: openReport }, openForm)));
  }

  /** @type {OpenForm} */
  function openForm(form) {
    isList = false;
    fillForm(panel, form, on.say, () => void showList(), (id) => {
      if (!form.isText) return showList();
      panel.close();
      return on.openText(id);
    });
  }

  return {
    /** Whether a file that was dropped is the text of a report; then its form is opened. @param {File} file */
    receive(file) {
      if (!isReportFile(file.name, !panel.box.hidden)) return false;
      panel.open(text("readText"));
      openForm(textForm(file));
      return true;
    },
    async update() {
      const reports = await readReports();
      setCount(reports.length);
      // Also while the panel waits for a record in the form.
      if (isList) show(reports);
    },
  };
}
