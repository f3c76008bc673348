// The form of one record: fields, the findings at them, probable duplicates, and saving.
import { button, element } from "../../page/dom.js";
import { latest, post, RequestError } from "../requests.js";
import { text, typeOf } from "../vocabulary.js";
import { dateField } from "./date-field.js";
import { area, bindText, choice, datalist, field, findingItem, input, more } from "./fields.js";
import { applyPatch } from "./json-patch.js";
import { linkField } from "./link-field.js";
import { listField } from "./list-field.js";
import { mergeDialog } from "./merge-dialog.js";
import { pairField } from "./pair-field.js";
import { placeField } from "./place-field.js";
import { saveDialog } from "./save-dialog.js";
import { typeField } from "./type-field.js";

/** @typedef {import("../draft-store.js").Draft} Draft */
/** @typedef {import("./fields.js").Finding} Finding */

const LEVELS = ["low", "moderate", "high"];
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
  /** @param {string[]} words @returns {[string, string][]} */
  const options = (words) => words.map((one) => [one, text(`values.${one}`)]);
  /** @param {string} key @param {string[]} words */
  const select = (key, words) => plain(key, choice(key, [["", text("unstated")], ...options(words)]));
  /** @param {"reliability" | "credibility"} key @returns {[string, string][]} */
  const grades = (key) => Object.entries(vocabulary.grades[key]).map(([code, words]) => [code, `${code} · ${words}`]);
  /** @param {string} key @param {boolean} [isOne] */
  const link = (key, isOne) =>
    linkField(key, vocabulary.language, () => listOf(key), (ids) => write(key, isOne ? ids[0] : ids), (id) => frame.map()?.choose(id), isOne);

  const place = placeField(feature, () => changed(), vocabulary, {
    draw(kind, use, end) {
      drawsNow = true;
      frame.map()?.drawing.begin(kind, use, () => {
        drawsNow = false;
        end();
      });
    },
    reveal: () => frame.map()?.reveal(),
    showCandidates: (places, choose) => frame.map()?.showCandidates(places, choose),
  });
  let drawsNow = false;
  const tags = input("tags", { list: "tags" });
  const date = dateField(() => (draft ? properties() : {}), (start, end) => {
    if (!draft) return; // An answer may come when the form is closed already.
    for (const [key, value] of [["start", start], ["end", end]]) value === undefined ? delete properties()[`${key}`] : (properties()[`${key}`] = value);
    changed();
  }, vocabulary.language);
  const chief = [
    plain("title", area("title", 2)),
    typeField(() => properties().type, (id) => write("type", id)),
    date,
    place,
    listField(
      "actors",
      "name",
      [{ name: "name", wide: true }, { name: "country", list: "countries" }, { name: "role", extra: true }],
      () => listOf("actors"),
      (parts) => write("actors", parts),
    ),
    listField(
      "sources",
      "url",
      [
        { name: "seed", rare: true },
        { name: "claim", rare: true },
        { name: "url", wide: true },
        { name: "cite", wide: true },
        { name: "claimant" },
        { name: "stance", options: options(STANCES) },
        { name: "title", extra: true },
        { name: "publisher", extra: true },
        { name: "published", extra: true },
        { name: "says", extra: true },
        { name: "grade.reliability", options: grades("reliability"), extra: true },
        { name: "grade.credibility", options: grades("credibility"), isNumber: true, extra: true },
      ],
      () => listOf("sources"),
      (parts) => write("sources", parts),
    ),
    plain("summary", area("summary", 3)),
    plain("marking", input("marking", { list: "markings" })),
  ];
  const rare = [
    plain("label", input("label", { maxlength: "32" })),
    select("status", vocabulary.choices.status),
    select("kind", vocabulary.choices.kind),
    pairField("verification", "level", options(vocabulary.choices.verification), ["basis"], () => properties().verification, (value) => write("verification", value)),
    pairField("confidence", "level", options(LEVELS), ["about", "basis"], () => properties().confidence, (value) => write("confidence", value)),
    pairField("likelihood", "term", null, ["scale", "judged_by"], () => properties().likelihood, (value) => write("likelihood", value)),
    plain("time_zone", input("time_zone", { list: "time-zones" })),
    link("part_of", true),
    link("related"),
    link("replaces"),
    field(
      "tags",
      ["/properties/tags"],
      tags,
      bindText(tags, () => (document.activeElement === tags ? tags.value.trim() : listOf("tags").join(", ")), (value) =>
        write("tags", (value ?? "").split(",").map((tag) => tag.trim()).filter(Boolean)),
      ),
    ),
  ];
  const fields = [...chief, ...rare];
  const other = element("ul", { class: "findings other" });
  const similar = element("div", { class: "similar", role: "status" });
  const save = button("main", text("save"), () => void confirm());
  const panel = panels.add(forget, () => draft !== null);
  const lists = Object.entries({ countries: vocabulary.countries, markings: vocabulary.markings, "time-zones": vocabulary.time_zones, tags: vocabulary.tags });
  const rest = more(rare.map(({ row }) => row));
  panel.body.append(...chief.map(({ row }) => row), rest, other, similar, ...lists.map(([id, values]) => datalist(id, values)));
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
      one.show(mine, apply);
      mine.forEach((finding) => left.delete(finding));
    }
    other.replaceChildren(...[...left].map((one) => findingItem(one, apply)));
  }

  /** The remedy of a finding. @param {import("./json-patch.js").Step[]} patch */
  function apply(patch) {
    applyPatch(feature(), patch);
    changed();
  }

  /** @param {{id: string, title: string, score: number, reasons: string[]}[]} found */
  function showSimilar(found) {
    similar.replaceChildren(
      ...(found.length ? [element("h3", {}, [text("similar")])] : []),
      ...found.map(({ id, title, score, reasons }) =>
        element("div", { class: "pair-of" }, [
          button("link", title, () => frame.map()?.choose(id)),
          element("b", {}, [score.toFixed(2)]),
          button("quiet", text("compare"), () => void merge(id)),
          element("p", {}, [reasons.join("; ")]),
        ]),
      ),
    );
  }

  /** The record of the form becomes a change of a stored one. @param {string} id */
  async function merge(id) {
    try {
      const merged = await mergeDialog({ id: "-", ...feature() }, id);
      // What others have changed meanwhile in the record that goes is not lost with it.
      if (merged && draft) open({ ...merged, ...(draft.base ? { merges: { [feature().id]: draft.base } } : {}) });
    } catch (error) {
      fail(/** @type {Error} */ (error));
    }
  }

  function redraw() {
    const { radius_km, inner_radius_km } = (draft && properties().place) || {};
    const [radius, inner] = [radius_km, inner_radius_km].map((km) => (km > 0 ? km : undefined));
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
    frame.map()?.drawing.stop();
    frame.map()?.showCandidates([], () => undefined);
    redraw();
  }
  document.addEventListener("keydown", (event) => {
    const isTyping = /** @type {Element} */ (event.target).matches("input, textarea, select");
    if (drawsNow && !isTyping && frame.map()?.drawing.press(event.key)) event.preventDefault();
  });

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
    rest.open = false;
    date.reset();
    place.reset();
    remove.hidden = draft.base === null;
    showHistory();
    changed();
    frame.map()?.close();
    frame.map()?.reveal();
    panel.open(text(draft.base === null ? "newRecord" : "editRecord"));
  }

  return { open, redraw, setShape: place.setShape };
}
