import type { Matte } from '../../shared/image/picture.ts';
import { expectSameSize, maskOf } from './mask.ts';

function counts(found: Matte, truth: Matte): { both: number; either: number } {
  expectSameSize(found, truth);
  const [a, b] = [maskOf(found), maskOf(truth)];
  let both = 0;
  let either = 0;
  for (let i = 0; i < a.length; i++) {
    both += a[i] & b[i];
    either += a[i] | b[i];
  }
  return { both, either };
}

/** Intersection over union (Jaccard) of the masks, |A∩B| / |A∪B|, 0..1; 1 when both are empty. */
export function iou(found: Matte, truth: Matte): number {
  const { both, either } = counts(found, truth);
  return either ? both / either : 1;
}

/** Dice coefficient of the masks, 2|A∩B| / (|A|+|B|), 0..1; 1 when both are empty. */
export function dice(found: Matte, truth: Matte): number {
  const { both, either } = counts(found, truth);
  return either ? (2 * both) / (both + either) : 1;
}
