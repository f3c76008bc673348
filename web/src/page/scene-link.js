// The scene that a link names.

/**
 * A scene as a link says it: "2", or "2+" where the reader went on from there.
 * @param {string} text @param {number} total
 */
export function readScene(text, total) {
  const [, n, own] = /^([1-9]\d{0,2})(\+?)$/.exec(text) ?? [];
  return n && Number(n) <= total ? { n: Number(n), own: own === "+" } : { n: 0, own: false };
}
