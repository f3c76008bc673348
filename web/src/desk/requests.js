// Requests to the desk's server.
import { fetchDesk } from "./session.js";

/** An answer that is an error, with the message of the server. */
export class RequestError extends Error {
  /** @param {number} status @param {any} body */
  constructor(status, body) {
    super(body?.error ?? `status ${status}`);
    this.status = status;
    this.body = body;
  }
}

/** @param {Response} answer */
async function read(answer) {
  const content = await answer.text();
  let body = null;
  try {
    body = JSON.parse(content);
  } catch {
    // A refusal is plain text.
    body = content ? { error: content.trim() } : null;
  }
  if (!answer.ok) throw new RequestError(answer.status, body);
  return body;
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
  if (!answer.ok) await read(answer);
  saveFile(await answer.blob(), name);
}

/**
 * Hears the lines of an event stream until it ends. No EventSource: that sends no header.
 * @param {string} path @param {(data: string) => void} onData
 */
export async function listen(path, onData) {
  const answer = await fetchDesk(path);
  if (!answer.ok || !answer.body) await read(answer);
  const stream = /** @type {ReadableStream<Uint8Array>} */ (answer.body).getReader();
  const decoder = new TextDecoder();
  let rest = "";
  for (let part = await stream.read(); !part.done; part = await stream.read()) {
    const lines = (rest + decoder.decode(part.value, { stream: true })).split("\n\n");
    rest = lines.pop() ?? "";
    for (const line of lines) onData(line.replace(/^data: /, ""));
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
 * The newest answer alone: an answer to an earlier question is passed over.
 * @template T, U
 * @param {(value: T) => Promise<U>} request @param {(answer: U) => void} use @param {number} wait milliseconds after the last change
 */
export function latest(request, use, wait) {
  let requestNumber = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** Asks what waits. @type {(() => Promise<void>) | null} */
  let next = null;
  let running = Promise.resolve();
  const run = () => {
    clearTimeout(timer);
    if (next) running = next();
    next = null;
  };
  const later = (/** @type {T} */ value) => {
    const mine = ++requestNumber;
    next = async () => {
      const answer = await request(value).catch(() => null);
      if (answer !== null && mine === requestNumber) use(answer);
    };
    clearTimeout(timer);
    timer = setTimeout(run, wait);
  };
  /** Asks at once, and waits for the newest answer. */
  later.settled = async () => {
    run();
    await running;
    if (next) await later.settled();
  };
  return later;
}
