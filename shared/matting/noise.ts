import type { Size } from '../image/geometry.ts';
import type { Picture } from '../image/picture.ts';
import { type Rows, rowOf } from '../image/rows/rows.ts';

/** The noise that camera and file add to a colour: a covariance in levels², alike in all three channels. */
export interface Noise {
  /** Of a channel: rr, gg, bb. */
  readonly own: number;
  /** Of two channels: rg, rb, gb. */
  readonly shared: number;
}

/** Variance of each channel in a picture that was never compressed much, in levels². */
export const LEAST_NOISE = 9;
/** JPEG's blocks are as wide as high. */
const BLOCK = 8;
/** About how many rows are looked at. */
const ROWS = 64;
/** A step of more levels² is the picture's own edge. */
const EDGE = 400;
/** Variance of luma, and of colour, for each level² that luma steps more from block to block than inside them. */
const [LUMA, CHROMA] = [1, 6];

/**
 * Tells how far a picture's colours can be off, by the blocks of JPEG. The more JPEG has thrown away, the more luma steps where
 * one block of 8 × 8 pixels ends. JPEG throws away more of colour than of luma: at an edge, a whole block can have the colour
 * of the other side. Blocks may begin anywhere, because the picture may be a part of another.
 */
export function noiseOf(picture: Picture): Noise {
  const sums = noiseSums(picture);
  for (let y = 0; y < picture.height; y++) sums.add(picture, y);
  return sums.noise();
}

/** `noiseOf` row by row, for a picture of this size that is not in memory as a whole. */
export function noiseSums({ width, height }: Size) {
  const sums = new Float64Array(BLOCK);
  const counts = new Float64Array(BLOCK).fill(1);
  const stride = Math.max(1, Math.floor(height / ROWS));
  return {
    /** Adds a row. */
    add(picture: Rows, y: number): void {
      if (y % stride !== stride >> 1) return;
      const { data } = picture;
      let before: number | undefined;
      for (let x = 0, at = rowOf(picture, y) * width * 4; x < width; x++, at += 4) {
        const luma = 0.299 * data[at] + 0.587 * data[at + 1] + 0.114 * data[at + 2];
        if (before !== undefined) {
          sums[x % BLOCK] += Math.min(EDGE, (luma - before) ** 2);
          counts[x % BLOCK]++;
        }
        before = luma;
      }
    },
    /** What all rows tell. */
    noise(): Noise {
      const step = blockStep(sums, counts);
      const [luma, chroma] = [LUMA * step, CHROMA * step];
      // Luma moves all three channels together, colour moves them apart.
      return { own: LEAST_NOISE + luma + (2 / 3) * chroma, shared: luma - chroma / 3 };
    },
  };
}

/** How much more luma steps, in levels², at every eighth place of a row than at all others. */
function blockStep(sums: Float64Array, counts: Float64Array): number {
  const steps = sums.map((sum, place) => sum / counts[place]).sort();
  const [most, second, least] = [steps[BLOCK - 1], steps[BLOCK - 2], steps[0]];
  // Less what chance does to the others.
  return Math.max(0, most - second - (second - least));
}
