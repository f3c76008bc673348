// Requests to the desk's server.
import { fetchDesk } from "./session.js";

/** An error that the server answers, with its message. */
export class RequestError extends Error {
  /** @param {number} status @param {any} body */
  constructor(status, body) {
    super(body?.error ?? `status ${status}`);
    this.status = status;
    this.body = body;
  }
}

/** Returns the JSON or text of an answer. @param {Response} answer */
async function readBody(answer) {
  const content = await answer.text();
  try {
    return JSON.parse(content);
  } catch {
    // The server refuses in plain text.
    return content ? { error: content.trim() } : null;
  }
}

/** @param {Response} answer */
const failure = async (answer) => new RequestError(answer.status, await readBody(answer));

/** @param {Response} answer */
async function read(answer) {
  if (!answer.ok) throw await failure(answer);
  return readBody(answer);
}

/** @param {string} path @param {Record<string, string>} [values] */
export async function get(path, values = {}) {
  const query = new URLSearchParams(values).toString();
  return read(await fetchDesk(query ? `${path}?${query}` : path));
}

/** @param {string} path @param {object} body */
export const post = async (path, body) =>
  read(await fetchDesk(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) }));

/** Sends a file. @param {string} path @param {File} file */
export const send = async (path, file) => read(await fetchDesk(path, { method: "POST", body: file }));

/** Builds a file and keeps it as the browser keeps downloads. @param {string} path @param {string} name */
export async function download(path, name) {
  const answer = await fetchDesk(path, { method: "POST" });
  if (!answer.ok) throw await failure(answer);
  saveFile(await answer.blob(), name);
}

/**
 * Reads an event stream until it ends, one line of data an event. No EventSource: that sends no header.
 * @param {string} path @param {(data: string) => void} onData
 */
export async function listen(path, onData) {
  const answer = await fetchDesk(path);
  if (!answer.ok || !answer.body) throw await failure(answer);
  const stream = answer.body.getReader();
  const decoder = new TextDecoder();
  let unread = "";
  for (let part = await stream.read(); !part.done; part = await stream.read()) {
    const events = (unread + decoder.decode(part.value, { stream: true })).split("\n\n");
    unread = events.pop() ?? "";
    for (const event of events) onData(event.replace(/^data: /, ""));
  }
}

/** @param {Blob} content @param {string} name */
export function saveFile(content, name) {
  const link = document.createElement("a");
  link.download = name;
  link.href = URL.createObjectURL(content);
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/**
 * Returns a function that sends a request when it has not been called again for some time, and uses only the answer to
 * the newest request.
 * @template T, U
 * @param {(value: T) => Promise<U>} request @param {(answer: U) => void} use @param {number} wait milliseconds after the last call
 */
export function latest(request, use, wait) {
  let requestNumber = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** The request that has not been sent yet. @type {(() => Promise<void>) | null} */
  let next = null;
  let running = Promise.resolve();
  const run = () => {
    clearTimeout(timer);
    if (next) running = next();
    next = null;
  };
  const later = (/** @type {T} */ value) => {
    const number = ++requestNumber;
    next = async () => {
      const answer = await request(value).catch(() => null);
      if (answer !== null && number === requestNumber) use(answer);
    };
    clearTimeout(timer);
    timer = setTimeout(run, wait);
  };
  /** Sends the request at once, and waits for the newest answer. */
  later.settled = async () => {
    run();
    await running;
    if (next) await later.settled();
  };
  return later;
}
