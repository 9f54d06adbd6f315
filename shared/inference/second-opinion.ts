import type { Tensor } from '../image/picture.ts';
import type { Runner } from './runner.ts';

/** Alpha that differs less from place to place says nothing. */
const FLAT = 0.1;

/** True for a matte that is the same everywhere. Either nobody is there, or the GPU that drew it is wrong at this size. */
export function isFlat({ data }: Tensor): boolean {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < data.length; i++) {
    if (data[i] < low) low = data[i];
    if (data[i] > high) high = data[i];
  }
  return high - low < FLAT;
}

/**
 * Asks a reference about an input whose matte came out flat.
 *
 * @param open opens the reference, which is given back after.
 * @returns its matte; undefined where that is flat as well, or it fails.
 */
export async function secondOpinion(open: () => Promise<Runner>, input: Tensor): Promise<Tensor | undefined> {
  try {
    const reference = await open();
    try {
      const answer = await reference.run(input);
      return isFlat(answer) ? undefined : answer;
    } finally {
      await reference.dispose();
    }
  } catch {
    return undefined;
  }
}
