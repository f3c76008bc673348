// The session: a secret that no page of another port has, sent to the desk that proves that it knows it. A cookie would
// go to each port of this computer; what a browser keeps for an address is that of its port.

import { text } from "./vocabulary.js";

const KEY = "geotrack-session";
const HEADER = "x-geotrack";
const HMAC = { name: "HMAC", hash: "SHA-256" };
/** @param {string} words */
const encode = (words) => new TextEncoder().encode(words);
/** @param {string} hex */
export const bytesOf = (hex) => new Uint8Array((hex.match(/../g) ?? []).map((byte) => parseInt(byte, 16)));

/** The id of the session, a point and its secret; empty where there is none. */
let session = "";
/** Whether the desk has proved itself since it was last lost. */
let proven = false;

/** The server is not the desk of this session: it is sent nothing. */
export class StrangerError extends Error {}

/** Exchanges the token of a link for a session; the token is removed from the address and the history. @param {string} token */
async function redeemToken(token) {
  history.replaceState(null, "", `/${location.search}`);
  const answer = await fetch("/api/session", { method: "POST", headers: { [HEADER]: token } });
  return answer.ok ? (await answer.json()).session : "";
}

/** The session that a tab of this address has begun. */
function storedSession() {
  try {
    return localStorage.getItem(KEY) ?? "";
  } catch {
    return "";
  }
}

/** Stores the session for a reload and other tabs. */
function keepSession() {
  try {
    localStorage.setItem(KEY, session);
  } catch {
    // The browser keeps nothing: each tab needs a link.
  }
}

/** Begins or goes on with a session; false where there is none. */
export async function openSession() {
  const link = location.pathname === "/start" ? await redeemToken(location.hash.slice(1)) : "";
  session = link || storedSession();
  if (!session || !(await prove())) return false;
  keepSession();
  return true;
}

/** Whether the server knows the secret of the session, which is not sent. */
async function prove() {
  const [id, secret] = session.split(".");
  const challenge = crypto.randomUUID();
  const answer = await fetch(`/api/proof?${new URLSearchParams({ id, challenge })}`);
  const key = await crypto.subtle.importKey("raw", encode(secret), HMAC, false, ["verify"]);
  proven = await crypto.subtle.verify("HMAC", key, bytesOf(await answer.text()), encode(challenge));
  return proven;
}

/** Called when the desk does not answer: whatever answers next has to prove that it is the desk. */
export const loseDesk = () => void (proven = false);

/** A request of the session. @param {string} path @param {RequestInit} [init] @throws {StrangerError} */
export async function fetchDesk(path, init = {}) {
  if (!proven && !(await prove())) throw new StrangerError(text("restarted"));
  try {
    return await fetch(path, { ...init, headers: { ...init.headers, [HEADER]: session, "accept-language": document.documentElement.lang } });
  } catch (error) {
    loseDesk();
    throw error;
  }
}

/** The address of a page in a frame, which can send no header: a ticket opens it once. @param {string} path @param {string} query */
export async function frameAddress(path, query) {
  const answer = await fetchDesk(`/api/tickets?${new URLSearchParams({ path })}`, { method: "POST" });
  const { ticket } = await answer.json();
  return `${path}?${query}&${new URLSearchParams({ ticket })}`;
}
