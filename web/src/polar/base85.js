// Decodes base 85, five letters for four bytes; packages/folium-polar/src/folium_polar/geometry/base85.py encodes it.

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%,()*+-;.=:?@^_`{|}~";
const VALUES = new Uint8Array(128);
for (let i = 0; i < 85; i++) VALUES[ALPHABET.charCodeAt(i)] = i;

/** @param {string} text */
export function decodeBase85(text) {
  const missingCount = (5 - (text.length % 5)) % 5;
  // An incomplete last group of five is filled with the highest letter, as the encoder expects.
  const letters = new TextEncoder().encode(text + "~".repeat(missingCount));
  const bytes = new Uint8Array((letters.length / 5) * 4);
  for (let source = 0, target = 0; source < letters.length; source += 5, target += 4) {
    let value = VALUES[letters[source]];
    for (let i = source + 1; i < source + 5; i++) value = Math.imul(value, 85) + VALUES[letters[i]];
    bytes[target] = value >>> 24;
    bytes[target + 1] = value >>> 16;
    bytes[target + 2] = value >>> 8;
    bytes[target + 3] = value;
  }
  return bytes.subarray(0, bytes.length - missingCount);
}
