// The scene in the address (`s`).
import { onChange, registerPart } from "./page-state.js";

/**
 * A scene of a permalink: "2", or "2+" if the reader has changed the page since.
 * @param {string} text @param {number} total
 */
export function readScene(text, total) {
  const [, n, plus] = /^([1-9]\d{0,2})(\+?)$/.exec(text) ?? [];
  return n && Number(n) <= total ? { n: Number(n), own: plus === "+" } : { n: 0, own: false };
}

/**
 * @param {number} total @param {() => number} current which scene it is
 * @param {object} page
 * @param {() => boolean} page.own whether it is as the reader has made it
 * @param {() => void} page.resetOwn
 * @param {(n: number) => void} page.go
 * @param {(n: number) => void} page.mark
 */
export function registerScene(total, current, { own, resetOwn, go, mark }) {
  /** @type {ReturnType<typeof readScene> | null} */
  let pending = null;
  registerPart("s", {
    read: () => (current() ? `${current()}${own() ? "+" : ""}` : ""),
    write: (text) => (pending = readScene(text, total)),
  });
  // Once the other parts of a link are set: a scene by itself overrides them, one of the reader's own does not.
  onChange(() => {
    if (!pending) return;
    const { n, own: isOwn } = pending;
    pending = null;
    if (n && !isOwn) go(n);
    else if (n !== current()) mark(n);
    if (isOwn) resetOwn();
  });
}
