// The form of one record: fields, the findings at them, probable duplicates, and saving.
import { button, element } from "../../page/dom.js";
import { latest, post, RequestError } from "../requests.js";
import { text, typeOf } from "../vocabulary.js";
import { dateField } from "./date-field.js";
import { area, bindText, choice, field, input } from "./fields.js";
import { listField } from "./list-field.js";
import { placeField } from "./place-field.js";
import { saveDialog } from "./save-dialog.js";
import { typeField } from "./type-field.js";

/** @typedef {import("../draft-store.js").Draft} Draft */
/** @typedef {import("./fields.js").Finding} Finding */

const STATUSES = ["occurred", "ongoing", "announced", "planned", "postponed", "cancelled"];
const KINDS = ["event", "statement", "assessment", "outlook"];
const STANCES = ["supports", "disputes", "denies", "silent"];
const PLAIN = "#4d5d66";

/** Where a finding stands: of what is missing, at the property that is to be added. @param {Finding} finding */
const pointerOf = ({ rule, pointer, message }) =>
  rule === "missing" && pointer === "/properties" ? `${pointer}/${/'(.+?)'/.exec(message)?.[1]}` : pointer;

/**
 * @param {ReturnType<typeof import("../panels.js").createPanels>} panels
 * @param {import("../vocabulary.js").Vocabulary} vocabulary
 * @param {ReturnType<typeof import("../page-frame.js").createPageFrame>} frame
 * @param {{say: (message: string, isChange?: boolean) => void, store: (draft: Draft | null) => void, saved: (id: string) => void}} on
 */
export function createRecordForm(panels, vocabulary, frame, on) {
  /** @type {Draft | null} */
  let draft = null;
  const feature = () => /** @type {Draft} */ (draft).feature;
  const properties = () => feature().properties;

  /** @param {string} key @param {any} value */
  function write(key, value) {
    if (value === undefined || (Array.isArray(value) && !value.length)) delete properties()[key];
    else properties()[key] = value;
    changed();
  }
  /** @param {string} key */
  const listOf = (key) => [properties()[key] ?? []].flat();
  /** @param {string} key @param {any} control */
  const plain = (key, control) =>
    field(key, [`/properties/${key}`], control, bindText(control, () => properties()[key], (value) => write(key, value)));
  /** @param {string} key @param {string[]} words */
  const select = (key, words) => plain(key, choice(key, [["", text("unstated")], ...words.map((one) => /** @type {[string, string]} */ ([one, text(`values.${one}`)]))]));

  const place = placeField(feature, () => changed(), vocabulary, (kind, use) => frame.map()?.draw(kind, use), () => frame.map()?.reveal());
  const tags = input("tags");
  const fields = [
    plain("title", area("title", 2)),
    typeField(() => properties().type, (id) => write("type", id)),
    // An answer may come when the form is closed already.
    dateField(() => (draft ? properties() : {}), (key, value) => void (draft && write(key, value)), vocabulary.language),
    place,
    listField("actors", [{ name: "name", wide: true }, { name: "country", list: "countries" }], () => listOf("actors"), (parts) => write("actors", parts)),
    listField(
      "sources",
      [{ name: "seed", rare: true }, { name: "claim", rare: true }, { name: "url", wide: true }, { name: "cite", wide: true }, { name: "claimant" }, { name: "stance", options: STANCES.map((one) => [one, text(`values.${one}`)]) }],
      () => listOf("sources"),
      (parts) => write("sources", parts),
    ),
    plain("summary", area("summary", 3)),
    select("status", STATUSES),
    select("kind", KINDS),
    plain("marking", input("marking")),
    field(
      "tags",
      ["/properties/tags"],
      tags,
      bindText(tags, () => (document.activeElement === tags ? tags.value.trim() : listOf("tags").join(", ")), (value) =>
        write("tags", (value ?? "").split(",").map((tag) => tag.trim()).filter(Boolean)),
      ),
    ),
  ];
  const other = element("ul", { class: "findings other" });
  const similar = element("div", { class: "similar", role: "status" });
  const save = button("main", text("save"), () => void confirm());
  const panel = panels.add(forget, () => draft !== null);
  const countries = element("datalist", { id: "countries" }, vocabulary.countries.map((value) => element("option", { value })));
  panel.body.append(...fields.map(({ row }) => row), other, similar, countries);
  const remove = button("quiet remove-record", text("removeRecord"), () => void removeRecord(false));
  const history = element("details", { class: "history" }, [element("summary", {}, [text("history")]), element("ol")]);
  panel.body.append(history);
  panel.foot.append(save, button("quiet", text("cancel"), panel.close), remove);

  const check = latest(
    (/** @type {any} */ record) => post("/api/check", { feature: record }),
    (/** @type {Finding[]} */ findings) => showFindings(findings),
    60,
  );
  const findSimilar = latest((/** @type {any} */ record) => post("/api/similar", { feature: record }), showSimilar, 500);

  /** @param {Finding[]} findings */
  function showFindings(findings) {
    const placed = findings.map((finding) => ({ ...finding, pointer: pointerOf(finding) }));
    const left = new Set(placed);
    for (const one of fields) {
      const mine = placed.filter(({ pointer }) => one.pointers.some((at) => `${pointer}/`.startsWith(`${at}/`)));
      one.show(mine);
      mine.forEach((finding) => left.delete(finding));
    }
    other.replaceChildren(
      ...[...left].map(({ severity, message, remedy }) => element("li", { class: severity }, [remedy ? `${message}; ${remedy}` : message])),
    );
  }

  /** @param {{id: string, title: string, score: number, reasons: string[]}[]} found */
  function showSimilar(found) {
    similar.replaceChildren(
      ...(found.length ? [element("h3", {}, [text("similar")])] : []),
      ...found.map(({ id, title, score, reasons }) =>
        element("div", {}, [button("link", title, () => frame.map()?.choose(id)), element("b", {}, [`${score}`]), element("p", {}, [reasons.join("; ")])]),
      ),
    );
  }

  function redraw() {
    const { radius_km: radius, inner_radius_km: inner } = (draft && properties().place) || {};
    const colour = (draft && typeOf(properties().type)?.colour) || PLAIN;
    frame.map()?.showDraft(draft && { geometry: feature().geometry, radius, inner, colour });
  }

  function changed() {
    on.store(draft);
    for (const { update } of fields) update();
    redraw();
    const sent = { id: "-", ...feature() };
    check(sent);
    findSimilar(sent);
  }

  function forget() {
    draft = null;
    on.store(null);
    frame.map()?.draw(null, () => undefined);
    redraw();
  }

  async function confirm() {
    const how = await saveDialog(properties().title ?? "", draft?.base !== null);
    if (!how || !draft) return;
    save.setAttribute("disabled", "");
    try {
      const answer = await post("/api/records", { ...draft, ...how });
      panel.close();
      on.saved(answer.id);
    } catch (error) {
      fail(/** @type {Error} */ (error));
    } finally {
      save.removeAttribute("disabled");
    }
  }

  /** The record stays in the form. @param {Error} error */
  function fail(error) {
    const body = error instanceof RequestError ? error.body : null;
    if (body?.findings) {
      // Pointers of a file with this record alone.
      showFindings(body.findings.map((/** @type {Finding} */ one) => ({ ...one, pointer: one.pointer.replace(/^\/features\/0/, "") })));
      on.say(text("notSaved"));
    } else if (body?.stored && draft) {
      showConflict(body);
    } else on.say(text("failed", { why: error.message }));
  }

  /** What has been changed in the record, the last first. */
  function showHistory() {
    const revisions = listOf("revisions").reverse();
    history.hidden = draft?.base === null || !revisions.length;
    /** @type {Element} */ (history.lastElementChild).replaceChildren(
      ...revisions.map(({ what, on: day, by, why }) => element("li", {}, [[day, what, by, why].filter(Boolean).join(" · ")])),
    );
  }

  /** @param {boolean} force although other records name it */
  async function removeRecord(force) {
    if (!draft) return;
    const { id } = feature();
    try {
      const { removed, findings } = await post("/api/remove", { id, base: draft.base, force });
      if (removed) {
        panel.close();
        on.say(text("removed", { id }), true);
        return;
      }
      similar.replaceChildren(
        element("div", { class: "conflict", role: "alert" }, [
          element("h3", {}, [text("leans")]),
          element("ul", { class: "findings" }, findings.map((/** @type {any} */ { file, line, message }) => element("li", { class: "error" }, [`${file}:${line}: ${message}`]))),
          button("quiet", text("removeAnyway"), () => void removeRecord(true)),
        ]),
      );
      similar.scrollIntoView({ block: "nearest" });
    } catch (error) {
      fail(/** @type {Error} */ (error));
    }
  }

  /** @param {{error: string, stored: {feature: any, base: string}}} body */
  function showConflict({ error, stored }) {
    const keys = new Set([...Object.keys(properties()), ...Object.keys(stored.feature.properties)]);
    const differing = [...keys].filter((key) => JSON.stringify(properties()[key]) !== JSON.stringify(stored.feature.properties[key]));
    const rows = differing.map((key) =>
      element("tr", {}, [
        element("th", { scope: "row" }, [key]),
        element("td", {}, [JSON.stringify(properties()[key]) ?? "–"]),
        element("td", {}, [JSON.stringify(stored.feature.properties[key]) ?? "–"]),
      ]),
    );
    const table = element("table", {}, [
      element("tr", {}, [element("td"), element("th", { scope: "col" }, [text("mine")]), element("th", { scope: "col" }, [text("theirs")])]),
      ...rows,
    ]);
    similar.replaceChildren(
      element("div", { class: "conflict", role: "alert" }, [
        element("h3", {}, [error]),
        table,
        button("quiet", text("takeTheirs"), () => open({ feature: stored.feature, base: stored.base })),
        button("quiet", text("keepMine"), () => {
          /** @type {Draft} */ (draft).base = stored.base;
          similar.replaceChildren();
          void confirm();
        }),
      ]),
    );
    similar.scrollIntoView({ block: "nearest" });
  }

  /** @param {Draft} wanted */
  function open(wanted) {
    draft = structuredClone(wanted);
    similar.replaceChildren();
    remove.hidden = draft.base === null;
    showHistory();
    changed();
    frame.map()?.close();
    frame.map()?.reveal();
    panel.open(text(draft.base === null ? "newRecord" : "editRecord"));
  }

  return { open, redraw, setRadius: place.setRadius, setPoint: place.setPoint };
}
