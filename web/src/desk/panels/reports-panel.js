// Reports: their claims with the records that they became, and the claims that became none.
import { button, element } from "../../page/dom.js";
import { area, bindText, choice, field, input, leadToFault } from "../form/fields.js";
import { slugOf } from "../maps/form-dialog.js";
import { get, post, send as sendFile } from "../requests.js";
import { text } from "../vocabulary.js";

/** Properties in the form of a claim, and in that of a stored report and of a new one. */
const CLAIM = /** @type {const} */ (["says", "kind", "section", "when", "place", "unmapped"]);
const STORED = /** @type {const} */ (["title", "publisher", "published", "url", "note"]);
const REPORT = [...STORED, "id"];
/** The fewest for a text that is read at once. */
const NEW_TEXT = ["title", "publisher", "published", "text"];
const HINTS = /** @type {Record<string, string>} */ ({ id: "idHint", when: "dateHint", place: "placeHint", text: "textHint" });
/** Endings of the files that a report can be, and that are no records. */
const REPORT_FILE = /\.(docx|html?|markdown|md|pdf|te?xt)$/i;
/** Endings of those that may be records as well. */
const RECORDS_TOO = /\.(html?|te?xt)$/i;
const KINDS = ["event", "statement", "assessment", "outlook"];

/** @typedef {{id: string, says: string, kind: string, section: string | null, when: string | null, place: string | null, unmapped: string | null, is_open: boolean, page: number | null, records: {id: string, title: string | null}[]}} Claim */
/** @typedef {{id: string, title: string, publisher: string | null, published: string | null, url: string | null, note: string | null, has_text: boolean, mapped: number, claims: Claim[]}} Report */

/** @typedef {import("../form/fields.js").Finding} Finding */
/** @typedef {import("../form/fields.js").Field} Field */
/** @typedef {{choose: (id: string) => void, begin: (record: any, claim: string) => Promise<void>, openText: (report: string) => Promise<void>, readOnly: boolean}} On */
/** @typedef {{title: string, keys: readonly string[], path: string, first?: Record<string, any>, file?: File | null}} Form of a report, claim or text, with its values at first and the file of the text */
/** @typedef {(form: Form) => void} OpenForm */

/** The kinds of claims with their names. */
const kindOptions = () => KINDS.map((kind) => /** @type {[string, string]} */ ([kind, text(`values.${kind}`)]));

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
    button("tool", text("editClaim"), () => openForm({ title: `${text("editClaim")} ${id}`, keys, path, first: claim })),
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

/** A report with its claims. @param {Report} report @param {On} on @param {OpenForm} openForm */
function reportSection(report, on, openForm) {
  const { title, publisher, published, mapped, claims } = report;
  const coverage = claims.length ? text("coverage", { mapped, of: claims.length }) : text("noClaims");
  const first = { kind: "event", unmapped: text("noRecordYet") };
  // Sentences of a text that were put into no words are counted.
  const [said, unsaid] = [claims.filter(({ says }) => says), claims.filter(({ says, is_open: isOpen }) => !says && isOpen)];
  const readIt = () => openForm({ title: text("readText"), keys: ["text"], path: "/api/texts", first: { report: report.id } });
  const ofText = report.has_text ? button("quiet", text("goOnWithText"), () => void on.openText(report.id)) : button("add", text("readItsText"), readIt);
  const newClaim = () => openForm({ title: text("newClaim"), keys: CLAIM, path: claimsPath(report), first });
  const edit = () => openForm({ title: text("editReport"), keys: STORED, path: `/api/reports/${encodeURIComponent(report.id)}`, first: report });
  return element("section", { class: "report" }, [
    element("h3", {}, [title]),
    element("p", {}, [[publisher, published, coverage].filter(Boolean).join(" · ")]),
    ...(report.has_text && !on.readOnly ? [ofText] : []),
    ...(unsaid.length ? [element("p", {}, [text("sentencesOpen", { n: unsaid.length })])] : []),
    element("ul", { class: "rows" }, said.map((claim) => claimRow(report, claim, on, openForm))),
    ...(on.readOnly ? [] : [button("add", text("newClaim"), newClaim), button("add", text("editReport"), edit), ...(report.has_text ? [] : [ofText])]),
  ]);
}

/** The control of a property of a report or claim. @param {string} key */
function controlOf(key) {
  if (key === "kind") return choice(key, kindOptions());
  if (key === "text") return Object.assign(area(key, 12), { placeholder: text("textHint") });
  return ["says", "note"].includes(key) ? area(key, 4) : input(key, key in HINTS ? { placeholder: text(HINTS[key]) } : {});
}

/** A field that reads and writes a property. @param {string} key @param {Record<string, string>} values */
function fieldOf(key, values) {
  const control = controlOf(key);
  const update = bindText(control, () => values[key], (value) => void (values[key] = value ?? ""));
  return field(`report_${key}`, [key], control, update);
}

/** Shows each error at its field, and leads to the first. @param {Field[]} fields @param {Finding[]} errors */
function showErrors(fields, errors) {
  for (const field of fields) field.show(errors.filter(({ key }) => field.pointers.includes(key)), undefined, true);
  leadToFault(fields);
}

/** @param {readonly string[]} keys @param {Record<string, any>} first @returns {Record<string, string>} */
const valuesOf = (keys, first) => Object.fromEntries(keys.map((key) => [key, first[key] ?? ""]));

/** A report without an id gets that of its title. @param {Record<string, string>} values */
const withId = (values) => ("id" in values ? { ...values, id: values.id || slugOf(values.title) } : values);

/** Sends a text or its file, which the server then reads. @param {Record<string, string>} values @param {File} file */
async function sendText({ text: _, ...values }, file) {
  const { key } = await sendFile(`/api/imports?${new URLSearchParams({ name: file.name })}`, file);
  return post("/api/texts", { ...values, upload: key });
}

/**
 * Sends a form; returns the id of what is stored, or null.
 * @param {Form} form @param {Record<string, string>} values @param {Field[]} fields @param {import("../vocabulary.js").Say} say
 */
async function send({ path, file }, values, fields, say) {
  // Without a title a report has no id.
  if (values.id === "") {
    showErrors(fields, [{ rule: "missing", severity: "error", pointer: "", key: "title", message: "", remedy: "" }]);
    say(text("reportFaults"), "fault");
    return null;
  }
  try {
    const isText = file !== undefined || "text" in values;
    const request = isText ? sendText(values, file ?? new File([values.text], "text.txt")) : post(path, values);
    const { id, findings } = /** @type {{id: string, findings: Finding[]}} */ (await request);
    const errors = findings.filter(({ severity }) => severity === "error");
    showErrors(fields, errors);
    if (errors.length) say(text("reportFaults"), "fault");
    else say(isText ? "" : text("saved", { id }));
    return errors.length ? null : id;
  } catch (error) {
    say(text("failed", { why: /** @type {Error} */ (error).message }), "fault");
    return null;
  }
}

/**
 * The tab of reports: the list of them, or a form of a new report or claim.
 * @param {ReturnType<typeof import("./panels.js").createPanels>} panels
 * @param {On & {say: import("../vocabulary.js").Say}} on
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
    const newReport = button("quiet", text("newReport"), () => openForm({ title: text("newReport"), keys: REPORT, path: "/api/reports" }));
    const newText = button("main", text("readText"), () => openText(null));
    panel.foot.replaceChildren(...(on.readOnly ? [] : [newText, newReport]));
    const sections = reports.map((report) => reportSection(report, { ...on, begin: openReport }, openForm));
    panel.body.replaceChildren(...(sections.length ? sections : [element("p", { class: "hint" }, [text("noReports")])]));
  }

  /** A text that is pasted, or that of a file. @param {File | null} file */
  function openText(file) {
    const keys = file ? NEW_TEXT.slice(0, -1) : NEW_TEXT;
    const title = file?.name.replace(/\.\w+$/, "").replace(/[_-]+/g, " ") ?? "";
    openForm({ title: text("readText"), keys, path: "/api/texts", first: { title, id: "" }, ...(file && { file }) });
    if (file) panel.body.prepend(element("p", { class: "hint" }, [file.name]));
  }

  /** @type {OpenForm} */
  function openForm(form) {
    const { title, keys, path, first = {} } = form;
    const isText = path === "/api/texts";
    const values = { ...valuesOf(keys, first), ...(isText && "report" in first ? { report: first.report } : isText ? { id: "" } : {}) };
    const fields = keys.map((key) => fieldOf(key, values));
    isList = false;
    panel.heading.textContent = title;
    fields.forEach(({ update }) => update());
    panel.body.replaceChildren(...fields.map(({ row }) => row));
    const save = button("main", text(isText ? "readIt" : "save"), async () => {
      save.setAttribute("disabled", "");
      if (isText) on.say(text("reading"));
      const id = await send(form, withId(values), fields, on.say);
      save.removeAttribute("disabled");
      if (id === null) return;
      if (!isText) return showList();
      isList = true;
      panel.close();
      await on.openText(id);
    });
    panel.foot.replaceChildren(save, button("quiet", text("cancel"), () => void showList()));
    /** @type {HTMLElement | null} */ (panel.body.querySelector("input, textarea"))?.focus();
  }

  return {
    /** Whether a file that was dropped is the text of a report; then its form is opened. @param {File} file */
    receive(file) {
      const isShown = !panel.box.hidden;
      if (!REPORT_FILE.test(file.name) || (RECORDS_TOO.test(file.name) && !isShown)) return false;
      panel.open(text("readText"));
      openText(file);
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
