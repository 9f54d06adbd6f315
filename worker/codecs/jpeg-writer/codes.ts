/** Codes of symbols: how many there are of each length, 1 to 16 bits, and the symbols in that order. */
export interface Codes {
  readonly counts: readonly number[];
  readonly symbols: readonly number[];
  /** The code of a symbol, and its length in bits. */
  readonly code: Uint16Array;
  readonly length: Uint8Array;
}

function codesOf(counts: readonly number[], symbols: readonly number[]): Codes {
  const codes = { counts, symbols, code: new Uint16Array(256), length: new Uint8Array(256) };
  let [code, next] = [0, 0];
  for (let length = 1; length <= 16; length++, code <<= 1) {
    for (let i = 0; i < counts[length - 1]; i++, code++, next++) {
      codes.code[symbols[next]] = code;
      codes.length[symbols[next]] = length;
    }
  }
  return codes;
}

/** All symbols of AC coefficients: the end of a block, sixteen zeros, and up to 15 zeros before a number of 1 to 10 bits. */
const AC = [0, 0xf0, ...Array.from({ length: 160 }, (_, i) => ((i / 10) << 4) + (i % 10) + 1)];

/** @param first the symbols of shorter codes; all others follow in their own order. */
const acCodes = (counts: readonly number[], first: readonly number[]): Codes =>
  codesOf(counts, [...first, ...AC.filter((symbol) => !first.includes(symbol)).sort((a, b) => a - b)]);

const SIZES = Array.from({ length: 12 }, (_, i) => i);

/** The codes that the standard proposes for luma and for the two differences (ITU-T T.81, K.3). */
export const DC_CODES: readonly [Codes, Codes] = [
  codesOf([0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0], SIZES),
  codesOf([0, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0], SIZES),
];
export const AC_CODES: readonly [Codes, Codes] = [
  acCodes(
    [0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 125],
    [
      ...[
        0x01, 0x02, 0x03, 0x00, 0x04, 0x11, 0x05, 0x12, 0x21, 0x31, 0x41, 0x06, 0x13, 0x51, 0x61, 0x07, 0x22, 0x71,
        0x14,
      ],
      ...[0x32, 0x81, 0x91, 0xa1, 0x08, 0x23, 0x42, 0xb1, 0xc1, 0x15, 0x52, 0xd1, 0xf0, 0x24, 0x33, 0x62, 0x72, 0x82],
    ],
  ),
  acCodes(
    [0, 2, 1, 2, 4, 4, 3, 4, 7, 5, 4, 4, 0, 1, 2, 119],
    [
      ...[
        0x00, 0x01, 0x02, 0x03, 0x11, 0x04, 0x05, 0x21, 0x31, 0x06, 0x12, 0x41, 0x51, 0x07, 0x61, 0x71, 0x13, 0x22,
        0x32,
      ],
      ...[
        0x81, 0x08, 0x14, 0x42, 0x91, 0xa1, 0xb1, 0xc1, 0x09, 0x23, 0x33, 0x52, 0xf0, 0x15, 0x62, 0x72, 0xd1, 0x0a,
        0x16,
      ],
      ...[0x24, 0x34, 0xe1, 0x25, 0xf1],
    ],
  ),
];

/** Steps of the coefficients of luma and of the differences at quality 50, row by row (K.1). */
const STEPS: readonly [readonly number[], readonly number[]] = [
  [
    ...[16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29],
    ...[51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121],
    ...[120, 101, 72, 92, 95, 98, 112, 100, 103, 99],
  ],
  [
    ...[17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99, 47, 66],
    ...Array.from({ length: 38 }, () => 99),
  ],
];

/** The steps of both at a quality of 50 to 100. */
export const stepsAt = (quality: number): readonly (readonly number[])[] =>
  STEPS.map((table) => table.map((step) => Math.max(1, Math.floor((step * (200 - 2 * quality) + 50) / 100))));
