// What the page of many records asks the desk's server for: rows, cards and GeoJSON of its records when they are needed,
// answers, and what has changed. The page lies in a frame that may fetch nothing; it reads the source of its frame's
// element (`recordSource` in ../page/many/source.js).
import { Columns } from "../page/many/columns.js";
import { BLOCK } from "../page/many/source.js";
import { RequestError } from "./requests.js";
import { fetchDesk } from "./session.js";

/** @typedef {import("../page/many/source.js").Kind} Kind */

/** Paths, and of how many records one answer has something. @type {Record<Kind, {path: string, size: number}>} */
const KINDS = { row: { path: "rows", size: BLOCK }, card: { path: "card", size: 1 }, feature: { path: "features", size: BLOCK } };

/** @param {string} path @param {RequestInit} [init] */
async function fetchOk(path, init) {
  const answer = await fetchDesk(path, init);
  if (!answer.ok) throw new RequestError(answer.status, await answer.json().catch(() => null));
  return answer;
}

class PageSource {
  /** The state of the records that the page has; empty while no page has begun with this source. */
  version = "";
  /** The columns that it has. @type {Columns | undefined} */
  columns;
  /** @type {((columns: Columns) => boolean)} */
  replace = () => false;
  /** @type {((kind: Kind, first: number, last: number) => void)[]} */
  listeners = [];
  /** What has come, by place of the record. @type {Record<Kind, Map<number, any>>} */
  stores = { row: new Map(), card: new Map(), feature: new Map() };
  /** Requests that are not answered yet. @type {Map<string, Promise<void>>} */
  pending = new Map();

  /** @param {string} language */
  constructor(language) {
    this.language = language;
  }

  get query() {
    return new URLSearchParams({ lang: this.language, version: this.version });
  }

  /** What of a kind a record has; null, and asked for, if it has not come. @param {Kind} kind @param {number} i */
  read(kind, i) {
    const value = this.stores[kind].get(i);
    // What fails is asked for again at the next use.
    if (value === undefined && i >= 0) void this.request(kind, i).catch(() => undefined);
    return value ?? null;
  }

  /** @param {Kind} kind @param {number} i */
  request(kind, i) {
    const n = Math.floor(i / KINDS[kind].size);
    const key = `${this.version} ${this.language} ${kind} ${n}`;
    const request = this.pending.get(key) ?? this.fetchBlock(kind, n).finally(() => this.pending.delete(key));
    this.pending.set(key, request);
    return request;
  }

  /** @param {Kind} kind @param {number} n number of the block */
  async fetchBlock(kind, n) {
    const { path, size } = KINDS[kind];
    const query = `${this.query}`;
    const answer = await fetchOk(`/page/${path}/${n}?${query}`);
    const values = kind === "card" ? [await answer.text()] : await answer.json();
    if (query !== `${this.query}`) return; // the records, or their language, are others by now
    for (const [k, value] of values.entries()) this.stores[kind].set(n * size + k, value);
    for (const listener of this.listeners) listener(kind, n * size, n * size + values.length - 1);
  }

  /** @param {Kind} kind @param {readonly number[]} places */
  async load(kind, places) {
    for (const i of places) if (!this.stores[kind].has(i)) await this.request(kind, i);
  }

  /** @param {string} path @param {object} body */
  async post(path, body) {
    const headers = { "content-type": "application/json" };
    return (await fetchOk(`${path}?${this.query}`, { method: "POST", headers, body: JSON.stringify(body) })).json();
  }

  /** @param {{at: [number, number], metres: number} | {outline: [number, number][]}} area */
  async judge(area) {
    const { verdicts, vague } = await this.post("/page/verdicts", area);
    const places = new Set(vague);
    return { verdicts, vague: verdicts.map((/** @type {number} */ _, /** @type {number} */ i) => places.has(i)) };
  }

  /** The place of a record; -1 if there is none of this id. @param {string} id */
  async placeOf(id) {
    const query = this.query;
    query.set("id", id);
    return (await (await fetchOk(`/page/place?${query}`)).json()).place;
  }

  /** Gives the page the records as they are now. @returns whether it could take them in */
  async update() {
    const query = new URLSearchParams({ lang: this.language, since: this.version });
    const columns = new Columns(new Uint8Array(await (await fetchOk(`/page/columns?${query}`)).arrayBuffer()), this.columns);
    const version = columns.data?.version ?? "";
    if (version === this.version) return true;
    Object.assign(this, { version, columns });
    for (const kind of /** @type {const} */ (["row", "feature"])) this.stores[kind] = moved(this.stores[kind], columns.pieces ?? []);
    this.stores.card.clear(); // a card also has links to other records
    return this.replace(columns);
  }

  /** As the page calls it. @returns {import("../page/many/source.js").RecordSource} */
  get forPage() {
    return {
      row: (i) => this.read("row", i),
      card: (i) => this.read("card", i),
      feature: (i) => this.read("feature", i),
      remote: {
        onArrival: (listener) => void this.listeners.push(listener),
        load: (kind, places) => this.load(kind, places),
        search: (words) => this.post("/page/search", { words }),
        judge: (area) => this.judge(area),
        placeOf: (id) => this.placeOf(id),
        listedPlace: (id) => [...this.stores.row].find(([, row]) => row.id === id)?.[0] ?? -1,
        speak: (language) => this.speak(language),
        start: (version, columns, replace) => void Object.assign(this, { version, columns, replace }),
      },
    };
  }

  /** @param {string} language */
  speak(language) {
    if (language === this.language) return;
    this.language = language;
    for (const kind of /** @type {const} */ (["row", "card"])) this.stores[kind].clear();
  }
}

/** What has come of records that are as before, by their new places. @param {Map<number, any>} values @param {import("../page/many/columns.js").Piece[]} pieces */
function moved(values, pieces) {
  const kept = pieces.filter(({ isNew }) => !isNew);
  const last = (/** @type {number} */ place) => kept.findLast(({ at }) => at <= place);
  return new Map(
    [...values].flatMap(([place, value]) => {
      const piece = last(place);
      const now = piece ? piece.from + place - piece.at : Infinity;
      return piece && now < piece.to ? [[now, value]] : [];
    }),
  );
}

/** @param {string} language */
export function createPageSource(language) {
  const source = new PageSource(language);
  return {
    forPage: source.forPage,
    /** Whether a page has begun with it: one of few records has all in its document. */
    isUsed: () => source.version !== "",
    /** @returns whether the page could take the changes in */
    update: () => source.update(),
  };
}
