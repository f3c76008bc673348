// Decodes base 85, five letters for four bytes; packages/folium-polar/src/folium_polar/geometry/base85.py encodes it.

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%,()*+-;.=:?@^_`{|}~";
const VALUES = new Uint8Array(128);
for (let i = 0; i < 85; i++) VALUES[ALPHABET.charCodeAt(i)] = i;

/** @param {string} text */
export function decodeBase85(text) {
  const short = (5 - (text.length % 5)) % 5;
  // What is missing of the last five counts as the highest letter.
  const letters = new TextEncoder().encode(text + "~".repeat(short));
  const bytes = new Uint8Array((letters.length / 5) * 4);
  for (let at = 0, to = 0; at < letters.length; at += 5, to += 4) {
    let value = VALUES[letters[at]];
    for (let i = at + 1; i < at + 5; i++) value = Math.imul(value, 85) + VALUES[letters[i]];
    bytes[to] = value >>> 24;
    bytes[to + 1] = value >>> 16;
    bytes[to + 2] = value >>> 8;
    bytes[to + 3] = value;
  }
  return bytes.subarray(0, bytes.length - short);
}
