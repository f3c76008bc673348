// What is unsaved in a form, kept in the browser so that a reload loses nothing. It is encrypted by a key of the desk: a
// program that has the port after the desk has ended, and with it what the browser keeps for the address, cannot read it.
import { bytesOf } from "./session.js";

/** @typedef {{feature: any, base: string | null, merges?: Record<string, string>, isChanged?: boolean, claim?: string}} Draft merges: the bases of stored records that go into this one; claim: what the report says, or with which record it is merged, in view while the record is made */
/** @typedef {{name: string, base: string | null, values: Record<string, any>, scenes: any[] | null, text?: string}} MapDraft what is changed in a map, or its whole text */

const CIPHER = "AES-GCM";
const NONCE_BYTES = 12;
/** Keys of the drafts in the browser's storage. */
const NAMES = ["geotrack-draft", "geotrack-map", "geotrack-reason", "geotrack-text"];
/** The drafts of this tab as JSON, by their names. @type {Map<string, string>} */
const drafts = new Map();
/** Settles when all drafts so far are written; each is written after the one before. @type {Promise<unknown>} */
let lastWrite = Promise.resolve();
/** The key of the desk. @type {CryptoKey} */
let key;

/** Reads what the tab has kept. @param {string} hex the key of the desk */
export async function openDrafts(hex) {
  key = await crypto.subtle.importKey("raw", bytesOf(hex), CIPHER, false, ["encrypt", "decrypt"]);
  for (const name of NAMES) {
    try {
      const bytes = bytesOf(sessionStorage.getItem(name) ?? "");
      const iv = bytes.subarray(0, NONCE_BYTES);
      const encrypted = bytes.subarray(NONCE_BYTES);
      drafts.set(name, new TextDecoder().decode(await crypto.subtle.decrypt({ name: CIPHER, iv }, key, encrypted)));
    } catch {
      // No draft is stored, or one of another desk that had this address.
    }
  }
}

/** Writes the present draft. @param {string} name */
async function write(name) {
  const draft = drafts.get(name);
  try {
    if (draft === undefined) return sessionStorage.removeItem(name);
    const iv = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
    const encrypted = await crypto.subtle.encrypt({ name: CIPHER, iv }, key, new TextEncoder().encode(draft));
    const bytes = [...iv, ...new Uint8Array(encrypted)];
    sessionStorage.setItem(name, bytes.map((byte) => byte.toString(16).padStart(2, "0")).join(""));
  } catch {
    // The browser keeps nothing, or is full: the form itself still holds the text.
  }
}

/**
 * @template T
 * @param {string} name
 */
const draftStore = (name) => ({
  /** @returns {T | null} */
  read: () => JSON.parse(drafts.get(name) ?? "null"),
  /** @param {T | null} draft null when it is saved or discarded */
  store(draft) {
    if (draft) drafts.set(name, JSON.stringify(draft));
    else drafts.delete(name);
    lastWrite = lastWrite.then(() => write(name));
  },
});

/** @type {ReturnType<typeof draftStore<Draft>>} */
export const recordDraft = draftStore(NAMES[0]);
/** @type {ReturnType<typeof draftStore<MapDraft>>} */
export const mapDraft = draftStore(NAMES[1]);
/** The reason of a change, until the record is saved or the dialog cancelled. @type {ReturnType<typeof draftStore<string>>} */
export const reasonDraft = draftStore(NAMES[2]);
/** The report whose text is open, and the draft in the form. @type {ReturnType<typeof draftStore<{report: string, n: number | null}>>} */
export const textDraft = draftStore(NAMES[3]);
