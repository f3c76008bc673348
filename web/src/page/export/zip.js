// ZIP files of stored entries (PKWARE APPNOTE 6.3, 4.3): no compression and no times, so the same entries give the same bytes.

/** Signatures of local headers, directory headers and the end of the directory. */
const [LOCAL, CENTRAL, END] = [0x04034b50, 0x02014b50, 0x06054b50];
/** The date of each entry: 1980-01-01, the first that ZIP has, as a DOS date. */
const DAY = 0x21;
/** Version 2.0 is needed to extract entries in folders. */
const VERSION = 20;

/** CRC-32 of ISO 3309, as ZIP has it. @param {Uint8Array} bytes */
export function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 && 0xedb88320);
  }
  return ~crc >>> 0;
}

/** The bytes of fields, low byte first. @param {[value: number, bytes: 2 | 4][]} fields */
const record = (fields) =>
  fields.flatMap(([value, bytes]) => Array.from({ length: bytes }, (_, i) => (value >>> (8 * i)) & 255));

/** @param {Record<string, string>} texts by the path of each, in ASCII @returns {Uint8Array<ArrayBuffer>} */
export function zip(texts) {
  const encoder = new TextEncoder();
  /** @type {(Uint8Array | number[])[]} */
  const parts = [];
  /** @type {number[]} */
  const directory = [];
  let offset = 0;
  for (const [path, text] of Object.entries(texts)) {
    const name = [...encoder.encode(path)];
    const data = encoder.encode(text);
    /** Flags, method, time, date, checksum, sizes, lengths of name and extra field. @type {[number, 2 | 4][]} */
    const entry = [[0, 2], [0, 2], [0, 2], [DAY, 2], [crc32(data), 4], [data.length, 4], [data.length, 4], [name.length, 2], [0, 2]];
    const local = [...record([[LOCAL, 4], [VERSION, 2], ...entry]), ...name];
    directory.push(...record([[CENTRAL, 4], [VERSION, 2], [VERSION, 2], ...entry, [0, 2], [0, 2], [0, 2], [0, 4], [offset, 4]]), ...name);
    parts.push(local, data);
    offset += local.length + data.length;
  }
  const count = Object.keys(texts).length;
  parts.push(directory, record([[END, 4], [0, 2], [0, 2], [count, 2], [count, 2], [directory.length, 4], [offset, 4], [0, 2]]));
  const file = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let position = 0;
  for (const part of parts) {
    file.set(part, position);
    position += part.length;
  }
  return file;
}
