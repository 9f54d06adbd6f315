import type { Matte, Picture } from '../../shared/image/picture.ts';
import { readPicture } from '../evaluate/cases.ts';
import { mean, quantile } from '../evaluate/summary.ts';
import { dice, iou } from '../metrics/overlap.ts';
import { type Pair, readMask } from './pairs.ts';
import type { Subject } from './subject.ts';

/** Overlap of matte and mask on a picture, both at one half; 0..1. */
export interface Overlap {
  readonly id: string;
  readonly iou: number;
  readonly dice: number;
}

/** A pair with its pixels, and each subject's matte of it. */
export interface Seen {
  readonly picture: Picture;
  readonly mask: Matte;
  readonly mattes: readonly Matte[];
}

/**
 * Measures subjects on pairs, one pair at a time.
 *
 * @returns for each subject the overlaps in the order of `pairs`.
 * @param onSeen is given every pair with what was seen on it.
 * @throws Error that names the picture that failed.
 */
export async function measurePairs(
  pairs: readonly Pair[],
  subjects: readonly Subject[],
  onSeen: (overlaps: readonly Overlap[], seen: Seen) => void | Promise<void> = () => {},
): Promise<Overlap[][]> {
  const found: Overlap[][] = subjects.map(() => []);
  for (const { id, picture: file, mask: truth } of pairs) {
    try {
      const [picture, mask] = [await readPicture(file), await readMask(truth)];
      const mattes: Matte[] = [];
      for (const subject of subjects) mattes.push((await subject.answer(picture)).matte);
      const overlaps = mattes.map((matte) => ({ id, iou: iou(matte, mask), dice: dice(matte, mask) }));
      overlaps.forEach((overlap, i) => {
        found[i].push(overlap);
      });
      await onSeen(overlaps, { picture, mask, mattes });
    } catch (cause) {
      throw new Error(`${file}: ${(cause as Error).message}`, { cause });
    }
  }
  return found;
}

/** What the overlaps of all pictures say together; `low` is what the worst 5 % don't reach. */
export interface Numbers {
  readonly pictures: number;
  readonly iou: { readonly mean: number; readonly low: number };
  readonly dice: { readonly mean: number; readonly low: number };
}

export function numbersOf(overlaps: readonly Overlap[]): Numbers {
  const both = (key: 'iou' | 'dice') => {
    const values = overlaps.map((one) => one[key]).sort((a, b) => a - b);
    return { mean: mean(values), low: quantile(values, 0.05) };
  };
  return { pictures: overlaps.length, iou: both('iou'), dice: both('dice') };
}
