// Reports: their claims with the records that they became, and the claims that became none.
import { button, element } from "../page/dom.js";
import { area, bindText, choice, field, input } from "./form/fields.js";
import { get, post } from "./requests.js";
import { text } from "./vocabulary.js";

const CLAIM = /** @type {const} */ (["says", "kind", "section", "when", "place", "unmapped"]);
const REPORT = /** @type {const} */ (["id", "title", "publisher", "published", "url", "note"]);
const KINDS = ["event", "statement", "assessment", "outlook"];

/** @typedef {{id: string, says: string, kind: string, section: string | null, when: string | null, place: string | null, unmapped: string | null, records: {id: string, title: string | null}[]}} Claim */
/** @typedef {{id: string, title: string, publisher: string | null, published: string | null, mapped: number, claims: Claim[]}} Report */

/**
 * @param {ReturnType<typeof import("./panels.js").createPanels>} panels
 * @param {{say: (message: string) => void, choose: (id: string) => void, begin: (record: any) => void, readOnly: boolean}} on
 */
export function createReportsPanel(panels, on) {
  const panel = panels.add();
  const count = panels.tab(text("reports"), panel, () => void list());

  async function list() {
    const reports = /** @type {Report[]} */ (await get("/api/reports"));
    panel.foot.replaceChildren(...(on.readOnly ? [] : [button("quiet", text("newReport"), () => form(REPORT, "/api/reports", {}))]));
    panel.body.replaceChildren(...reports.map(reportOf));
  }

  /** @param {Report} report */
  function reportOf(report) {
    const { id, title, publisher, published, mapped, claims } = report;
    const gaps = claims.filter(({ records }) => !records.length).length;
    return element("section", { class: "report" }, [
      element("h3", {}, [title]),
      element("p", {}, [[publisher, published, text("coverage", { mapped, of: claims.length, gaps })].filter(Boolean).join(" · ")]),
      element("ul", { class: "rows" }, claims.map((claim) => claimOf(report, claim))),
      ...(on.readOnly ? [] : [button("add", text("newClaim"), () => form(CLAIM, `/api/reports/${encodeURIComponent(id)}/claims`, { unmapped: text("noRecordYet") }))]),
    ]);
  }

  /** @param {Report} report @param {Claim} claim */
  function claimOf(report, { id, says, kind, section, when, place, unmapped, records }) {
    const source = { seed: report.id, claim: id };
    const record = { type: "Feature", geometry: null, properties: { title: says, kind, ...(place ? { place: { name: place } } : {}), sources: [source], review: "draft" } };
    return element("li", { class: records.length ? "" : "gap" }, [
      element("div", {}, [
        element("p", { class: "says" }, [element("b", {}, [id]), ` ${says}`]),
        element("p", {}, [[section, when, place].filter(Boolean).join(" · ")]),
        ...records.map(({ id: one, title }) => button("link", title ?? one, () => on.choose(one))),
        ...(unmapped ? [element("p", {}, [text("unmapped", { why: unmapped })])] : []),
        ...(on.readOnly ? [] : [button("add", text("recordFrom"), () => on.begin(record))]),
      ]),
    ]);
  }

  /** A form of texts. @param {readonly string[]} keys @param {string} path @param {Record<string, string>} first */
  function form(keys, path, first) {
    /** @type {Record<string, string>} */
    const now = { ...first };
    const fields = keys.map((key) => {
      const control =
        key === "kind" ? choice(key, [["", text("unstated")], ...KINDS.map((one) => /** @type {[string, string]} */ ([one, text(`values.${one}`)]))]) : ["says", "note"].includes(key) ? area(key, 4) : input(key);
      return field(`report_${key}`, [key], control, bindText(control, () => now[key], (value) => void (now[key] = value ?? "")));
    });
    fields.forEach(({ update }) => update());
    panel.body.replaceChildren(...fields.map(({ row }) => row));
    panel.foot.replaceChildren(button("main", text("save"), () => void write()), button("quiet", text("cancel"), () => void list()));

    async function write() {
      try {
        const { findings } = await post(path, now);
        const errors = findings.filter((/** @type {any} */ { severity }) => severity === "error");
        // The last part of a pointer is the key; of what is missing the message names it.
        const keyOf = (/** @type {any} */ { rule, pointer, message }) => (rule === "missing" ? /'(.+?)'/.exec(message)?.[1] : pointer.split("/").pop());
        for (const one of fields) one.show(errors.filter((/** @type {any} */ finding) => one.pointers.includes(keyOf(finding))));
        if (!errors.length) await list();
      } catch (error) {
        on.say(text("failed", { why: /** @type {Error} */ (error).message }));
      }
    }
  }

  return {
    async update() {
      const reports = /** @type {Report[]} */ (await get("/api/reports"));
      count(reports.length);
    },
  };
}
