/** Cosines of the DCT, times 2¹³ (Loeffler, Ligtenberg, Moschytz 1989, as the Independent JPEG Group's accurate integer method has them). */
const C = (value: number): number => Math.round(value * 8192);
const [A, B, D, E] = [C(0.541196100146197), C(0.76536686473018), C(1.847759065022573), C(1.175875602419359)];
const [F, G, H, I] = [C(0.298631336), C(2.053119869), C(3.072711026), C(1.50132111)];
const [J, K, L, M] = [C(0.899976223), C(2.562915447), C(1.96157056), C(0.390180644)];

const work = new Int32Array(64);

/**
 * The inverse DCT of a block, with its steps multiplied in.
 *
 * @param to takes sample (row, column) at `first + row * down + column * across`.
 */
export function inverseDct(
  blocks: Int16Array,
  at: number,
  steps: Int32Array,
  to: Uint8ClampedArray,
  first: number,
  down: number,
  across: number,
): void {
  let isFlat = true;
  for (let c = 0; c < 8; c++) {
    const i = at + c;
    const dc = blocks[i] * steps[c];
    if (
      (blocks[i + 8] |
        blocks[i + 16] |
        blocks[i + 24] |
        blocks[i + 32] |
        blocks[i + 40] |
        blocks[i + 48] |
        blocks[i + 56]) ===
      0
    ) {
      const value = dc << 2;
      if (c > 0 && value !== 0) isFlat = false;
      work[c] = value;
      work[c + 8] = value;
      work[c + 16] = value;
      work[c + 24] = value;
      work[c + 32] = value;
      work[c + 40] = value;
      work[c + 48] = value;
      work[c + 56] = value;
      continue;
    }
    isFlat = false;
    transform(
      dc,
      blocks[i + 8] * steps[c + 8],
      blocks[i + 16] * steps[c + 16],
      blocks[i + 24] * steps[c + 24],
      blocks[i + 32] * steps[c + 32],
      blocks[i + 40] * steps[c + 40],
      blocks[i + 48] * steps[c + 48],
      blocks[i + 56] * steps[c + 56],
    );
    for (let r = 0; r < 8; r++) work[c + r * 8] = (line[r] + 1024) >> 11;
  }
  if (isFlat) {
    const value = ((work[0] + 16) >> 5) + 128;
    for (let r = 0, row = first; r < 8; r++, row += down) {
      for (let c = 0, place = row; c < 8; c++, place += across) to[place] = value;
    }
    return;
  }
  for (let r = 0, row = first; r < 8; r++, row += down) {
    const i = r * 8;
    transform(work[i], work[i + 1], work[i + 2], work[i + 3], work[i + 4], work[i + 5], work[i + 6], work[i + 7]);
    for (let c = 0, place = row; c < 8; c++, place += across) to[place] = ((line[c] + 131072) >> 18) + 128;
  }
}

const line = new Int32Array(8);

/** Eight coefficients to eight samples times 2¹³, into `line`. */
function transform(
  s0: number,
  s1: number,
  s2: number,
  s3: number,
  s4: number,
  s5: number,
  s6: number,
  s7: number,
): void {
  const z1 = Math.imul(s2 + s6, A);
  const t2 = z1 - Math.imul(s6, D);
  const t3 = z1 + Math.imul(s2, B);
  const t0 = (s0 + s4) << 13;
  const t1 = (s0 - s4) << 13;
  const a = t0 + t3;
  const d = t0 - t3;
  const b = t1 + t2;
  const c = t1 - t2;
  const z5 = Math.imul(s7 + s3 + s5 + s1, E);
  const y1 = -Math.imul(s7 + s1, J);
  const y2 = -Math.imul(s5 + s3, K);
  const y3 = z5 - Math.imul(s7 + s3, L);
  const y4 = z5 - Math.imul(s5 + s1, M);
  const u0 = Math.imul(s7, F) + y1 + y3;
  const u1 = Math.imul(s5, G) + y2 + y4;
  const u2 = Math.imul(s3, H) + y2 + y3;
  const u3 = Math.imul(s1, I) + y1 + y4;
  line[0] = a + u3;
  line[7] = a - u3;
  line[1] = b + u2;
  line[6] = b - u2;
  line[2] = c + u1;
  line[5] = c - u1;
  line[3] = d + u0;
  line[4] = d - u0;
}
