// Reports: their claims with the records that they became, and the claims that became none.
import { button, element } from "../../page/dom.js";
import { area, bindText, choice, field, input } from "../form/fields.js";
import { get, post } from "../requests.js";
import { text } from "../vocabulary.js";

const CLAIM = /** @type {const} */ (["says", "kind", "section", "when", "place", "unmapped"]);
const REPORT = /** @type {const} */ (["id", "title", "publisher", "published", "url", "note"]);
const KINDS = ["event", "statement", "assessment", "outlook"];

/** @typedef {{id: string, says: string, kind: string, section: string | null, when: string | null, place: string | null, unmapped: string | null, records: {id: string, title: string | null}[]}} Claim */
/** @typedef {{id: string, title: string, publisher: string | null, published: string | null, mapped: number, claims: Claim[]}} Report */

/** @typedef {import("../form/fields.js").Finding} Finding */
/** @typedef {import("../form/fields.js").Field} Field */
/** @typedef {{choose: (id: string) => void, begin: (record: any) => void, readOnly: boolean}} On */
/** @typedef {(keys: readonly string[], path: string, first: Record<string, string>) => void} OpenForm */

/** The kinds of claims with their names. */
const kindOptions = () => KINDS.map((one) => /** @type {[string, string]} */ ([one, text(`values.${one}`)]));

/** The record that a claim may become, a draft of which the claim is the source. @param {Report} report @param {Claim} claim */
const recordFrom = (report, { id, says, kind, place }) => ({
  type: "Feature",
  geometry: null,
  properties: {
    title: says,
    kind,
    ...(place ? { place: { name: place } } : {}),
    sources: [{ seed: report.id, claim: id }],
    review: "draft",
  },
});

/** A claim with its records. @param {Report} report @param {Claim} claim @param {On} on */
function claimRow(report, claim, on) {
  const { id, says, section, when, place, unmapped, records } = claim;
  return element("li", { class: records.length ? "" : "gap" }, [
    element("div", {}, [
      element("p", { class: "says" }, [element("b", {}, [id]), ` ${says}`]),
      element("p", {}, [[section, when, place].filter(Boolean).join(" · ")]),
      ...records.map(({ id: one, title }) => button("link", title ?? one, () => on.choose(one))),
      ...(unmapped ? [element("p", {}, [text("unmapped", { why: unmapped })])] : []),
      ...(on.readOnly ? [] : [button("add", text("recordFrom"), () => on.begin(recordFrom(report, claim)))]),
    ]),
  ]);
}

/** A report with its claims. @param {Report} report @param {On} on @param {OpenForm} openForm */
function reportSection(report, on, openForm) {
  const { id, title, publisher, published, mapped, claims } = report;
  const gaps = claims.filter(({ records }) => !records.length).length;
  const coverage = text("coverage", { mapped, of: claims.length, gaps });
  const newClaim = () => openForm(CLAIM, `/api/reports/${encodeURIComponent(id)}/claims`, { unmapped: text("noRecordYet") });
  return element("section", { class: "report" }, [
    element("h3", {}, [title]),
    element("p", {}, [[publisher, published, coverage].filter(Boolean).join(" · ")]),
    element("ul", { class: "rows" }, claims.map((claim) => claimRow(report, claim, on))),
    ...(on.readOnly ? [] : [button("add", text("newClaim"), newClaim)]),
  ]);
}

/** The control of a property of a report or claim. @param {string} key */
function controlOf(key) {
  if (key === "kind") return choice(key, [["", text("unstated")], ...kindOptions()]);
  return ["says", "note"].includes(key) ? area(key, 4) : input(key);
}

/** A field that reads and writes a property. @param {string} key @param {Record<string, string>} values */
function fieldOf(key, values) {
  const control = controlOf(key);
  return field(`report_${key}`, [key], control, bindText(control, () => values[key], (value) => void (values[key] = value ?? "")));
}

/** The property of a finding. @param {Finding} finding */
function keyOf({ rule, pointer, message }) {
  // The last part of a pointer is the key; of what is missing the message names it.
  return rule === "missing" ? /'(.+?)'/.exec(message)?.[1] : pointer.split("/").pop();
}

/** Each error stands at its field. @param {Field[]} fields @param {Finding[]} errors */
function showErrors(fields, errors) {
  for (const one of fields) one.show(errors.filter((finding) => one.pointers.includes(keyOf(finding) ?? "")));
}

/**
 * The tab of reports: the list of them, or a form of a new report or claim.
 * @param {ReturnType<typeof import("./panels.js").createPanels>} panels
 * @param {On & {say: (message: string) => void}} on
 */
export function createReportsPanel(panels, on) {
  const panel = panels.add();
  const count = panels.tab(text("reports"), panel, () => void list());
  const reports = async () => /** @type {Report[]} */ (await get("/api/reports"));

  async function list() {
    const found = await reports();
    panel.foot.replaceChildren(...(on.readOnly ? [] : [button("quiet", text("newReport"), () => openForm(REPORT, "/api/reports", {}))]));
    panel.body.replaceChildren(...found.map((report) => reportSection(report, on, openForm)));
  }

  /** @type {OpenForm} */
  function openForm(keys, path, first) {
    const values = { ...first };
    const fields = keys.map((key) => fieldOf(key, values));
    fields.forEach(({ update }) => update());
    panel.body.replaceChildren(...fields.map(({ row }) => row));
    const save = button("main", text("save"), () => void write(path, values, fields));
    panel.foot.replaceChildren(save, button("quiet", text("cancel"), () => void list()));
  }

  /** @param {string} path @param {Record<string, string>} values @param {Field[]} fields */
  async function write(path, values, fields) {
    try {
      const findings = /** @type {Finding[]} */ ((await post(path, values)).findings);
      const errors = findings.filter(({ severity }) => severity === "error");
      showErrors(fields, errors);
      if (!errors.length) await list();
    } catch (error) {
      on.say(text("failed", { why: /** @type {Error} */ (error).message }));
    }
  }

  return { update: async () => count((await reports()).length) };
}
