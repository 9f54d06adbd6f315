/** Bits that are looked up at once. */
export const LOOKED_UP = 9;
const LONGEST = 16;

/** A Huffman table in the shape that decodes fastest. */
export interface HuffmanTable {
  /** By the next `LOOKED_UP` bits: length of the code in the upper byte, its symbol in the lower; 0 for a longer code. */
  readonly quick: Uint16Array;
  /** The largest code of each length, −1 where there is none. */
  readonly most: Int32Array;
  /** What to add to a code of each length for the place of its symbol. */
  readonly offset: Int32Array;
  readonly symbols: Uint8Array;
}

/**
 * Builds a table (ITU-T T.81, annex C).
 *
 * @param counts how many codes there are of each length, 1 to 16.
 * @throws Error for lengths that no code has.
 */
export function huffmanTable(counts: Uint8Array, symbols: Uint8Array): HuffmanTable {
  const quick = new Uint16Array(1 << LOOKED_UP);
  const most = new Int32Array(LONGEST + 1).fill(-1);
  const offset = new Int32Array(LONGEST + 1);
  let [code, at] = [0, 0];
  for (let length = 1; length <= LONGEST; length++, code <<= 1) {
    const count = counts[length - 1];
    if (code + count > 1 << length || at + count > symbols.length) throw new Error('a JPEG with an impossible table');
    offset[length] = at - code;
    for (let i = 0; i < count; i++, code++, at++) {
      if (length > LOOKED_UP) continue;
      const free = LOOKED_UP - length;
      quick.fill((length << 8) | symbols[at], code << free, (code + 1) << free);
    }
    if (count > 0) most[length] = code - 1;
  }
  return { quick, most, offset, symbols };
}
