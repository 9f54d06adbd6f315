import { CutoutError } from '../../errors.ts';
import type { Tensor } from '../../image/picture.ts';
import { resizePlane } from '../../image/plane.ts';
import { reason } from '../../reasons.ts';
import type { Card } from '../card.ts';
import type { Runner } from '../runner.ts';

/**
 * Runs a network of one's own as others are run. A fourth channel gets the mask before, at the input's size.
 * Of a first frame it is empty, or lite's where the card says so.
 * An answer is alpha at the input's size, 0..1, whatever the network gave.
 */
export const asOwn = (runner: Runner, { fourth, first }: Pick<Card, 'fourth' | 'first'>): Runner => ({
  ...runner,
  async run(input, masks, signal) {
    const [, , height, width] = input.dims;
    const seen = fourth ? withMask(input, masks?.before ?? (first && masks?.lite)) : input;
    const { dims, data } = await runner.run(seen, undefined, signal);
    if (dims.join() !== `1,1,${height},${width}`) {
      const words = reason('other-size', dims.join(' × '), `1 × 1 × ${height} × ${width}`);
      throw new CutoutError('engine-failed', `The network is not what its card says: ${words}.`, { facts: [words] });
    }
    return { dims, data: data.map((value) => Math.min(1, Math.max(0, value))) };
  },
});

/** `[1, 4, height, width]`: an input with a mask, `[1, 1, …]` of any size, as its last channel. */
function withMask({ dims: [batch, , height, width], data }: Tensor, mask: Tensor | undefined): Tensor {
  const values = new Float32Array(4 * height * width);
  values.set(data);
  if (mask) values.set(resizePlane(mask.data, mask.dims[3], mask.dims[2], width, height), data.length);
  return { dims: [batch, 4, height, width], data: values };
}
