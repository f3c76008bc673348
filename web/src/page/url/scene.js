// The scene in the address (`s`).
import { onChange, registerPart } from "./page-state.js";

/**
 * A scene of a permalink: "2", or "2+" if the reader has changed the page since.
 * @param {string} text @param {number} total
 */
export function readScene(text, total) {
  const [, n, plus] = /^([1-9]\d{0,2})(\+?)$/.exec(text) ?? [];
  return n && Number(n) <= total ? { n: Number(n), isChanged: plus === "+" } : { n: 0, isChanged: false };
}

/**
 * @param {number} total @param {() => number} current which scene it is
 * @param {object} page
 * @param {() => boolean} page.isChangedByReader
 * @param {() => void} page.markChanged counts it as changed by the reader
 * @param {(n: number) => void} page.go shows a scene as it was written
 * @param {(n: number) => void} page.setCurrent makes a scene the present one, without setting its state
 */
export function registerScene(total, current, { isChangedByReader, markChanged, go, setCurrent }) {
  /** @type {ReturnType<typeof readScene> | null} */
  let pending = null;
  registerPart("s", {
    read: () => (current() ? `${current()}${isChangedByReader() ? "+" : ""}` : ""),
    write: (text) => (pending = readScene(text, total)),
  });
  // Called when the other parts of the link are set: an unchanged scene overrides them, one that the reader has changed does not.
  onChange(() => {
    if (!pending) return;
    const { n, isChanged } = pending;
    pending = null;
    if (n && !isChanged) go(n);
    else if (n !== current()) setCurrent(n);
    if (isChanged) markChanged();
  });
}
