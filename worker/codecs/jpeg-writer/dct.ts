/** Cosines of multiples of π/16 that are left of the DCT (Arai, Agui & Nakajima 1988). */
const [A, B, C, D] = [Math.SQRT1_2, Math.sin(Math.PI / 8), 0.541196100146197, 1.306562964876377];

/** How much larger than the DCT's the coefficients of `forwardDct` are along each axis. */
const FACTORS = Float64Array.from({ length: 8 }, (_, i) => (i === 0 ? 1 : Math.cos((i * Math.PI) / 16) * Math.SQRT2));

/** What the coefficients of `forwardDct` are to be multiplied with, to be in units of these steps; row by row. */
export const reciprocals = (steps: ArrayLike<number>): Float32Array =>
  Float32Array.from({ length: 64 }, (_, i) => 1 / (steps[i] * FACTORS[i >> 3] * FACTORS[i & 7] * 8));

/** The DCT of a block of 8 × 8 samples in place, row by row, each coefficient larger by a factor (see `reciprocals`). */
export function forwardDct(block: Float32Array): void {
  for (let i = 0; i < 64; i += 8) transform(block, i, 1);
  for (let i = 0; i < 8; i++) transform(block, i, 8);
}

/** Eight samples, from `at` on, each `step` further. */
function transform(block: Float32Array, at: number, step: number): void {
  const [i1, i2, i3] = [at + step, at + 2 * step, at + 3 * step];
  const [i4, i5, i6, i7] = [at + 4 * step, at + 5 * step, at + 6 * step, at + 7 * step];
  const s07 = block[at] + block[i7];
  const d07 = block[at] - block[i7];
  const s16 = block[i1] + block[i6];
  const d16 = block[i1] - block[i6];
  const s25 = block[i2] + block[i5];
  const d25 = block[i2] - block[i5];
  const s34 = block[i3] + block[i4];
  const d34 = block[i3] - block[i4];
  const outer = s07 + s34;
  const inner = s16 + s25;
  const across = s07 - s34;
  const turned = (s16 - s25 + across) * A;
  block[at] = outer + inner;
  block[i4] = outer - inner;
  block[i2] = across + turned;
  block[i6] = across - turned;
  const low = d34 + d25;
  const high = d16 + d07;
  const shared = (low - high) * B;
  const [x, y, z] = [C * low + shared, D * high + shared, (d25 + d16) * A];
  block[i5] = d07 - z + x;
  block[i3] = d07 - z - x;
  block[i1] = d07 + z + y;
  block[i7] = d07 + z - y;
}
