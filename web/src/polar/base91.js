// Decodes base 91, two letters for 13 bits; packages/folium-polar/src/folium_polar/geometry/base91.py encodes it.

/** The first letter, and those between it and the last one that have no value. */
const [FIRST, LEFT_OUT] = [33, [34, 60, 92]];
const VALUES = new Uint8Array(128);
for (let letter = FIRST, value = 0; letter < 127; letter++) if (!LEFT_OUT.includes(letter)) VALUES[letter] = value++;

/** @param {string} text */
export function decodeBase91(text) {
  const letters = new TextEncoder().encode(text);
  const pairs = letters.length >> 1;
  const isSingle = letters.length & 1;
  const bytes = new Uint8Array((13 * pairs + 6 * isSingle) >> 3);
  let [bits, bitCount, target] = [0, 0, 0];
  for (let source = 0; source < 2 * pairs; source += 2) {
    bits = (bits << 13) | (91 * VALUES[letters[source]] + VALUES[letters[source + 1]]);
    bitCount += 13;
    for (; bitCount >= 8; target++) bytes[target] = bits >> (bitCount -= 8);
  }
  if (isSingle && target < bytes.length) bytes[target] = ((bits << 6) | VALUES[letters[2 * pairs]]) >> (bitCount - 2);
  return bytes;
}
