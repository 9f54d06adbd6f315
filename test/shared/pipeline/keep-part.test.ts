import { expect, it } from 'vitest';
import { newPicture, type Tensor } from '../../../shared/image/picture.ts';
import { CLASSES } from '../../../shared/person/part.ts';
import { findPart } from '../../../shared/pipeline/keep-part.ts';
import { createStageRunner } from '../../../shared/pipeline/stage-runner.ts';
import { drawnEngine } from '../../fixtures/engine/engine.ts';
import { alphaTensor, paint } from '../../fixtures/pixels.ts';

/** Ten heads of 6 × 6 in a square of 64 × 64, along its left and its right side. */
const manyHeads = (): Tensor => {
  const side = 64;
  const data = new Float32Array(CLASSES.length * side * side);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const isHead = ((x >= 2 && x < 8) || (x >= 56 && x < 62)) && y % 12 >= 2 && y % 12 < 8 && y < 60;
      data[(CLASSES.indexOf(isHead ? 'face' : 'background') * side + y) * side + x] = 12;
    }
  }
  return { dims: [1, CLASSES.length, side, side], data };
};

it('the network runs on at most 16 heads of a view, also where none of them belongs to a person', async () => {
  const picture = paint(900, 230, () => [90, 95, 105]);
  // Three slim people, far from the heads that are seen beside them.
  const coarse = alphaTensor(450, 115, (x, y) => (Math.abs((x % 150) - 75) < 5 && y >= 8 && y < 108 ? 1 : 0));
  let looks = 0;
  const infer = async () => {
    looks++;
    return manyHeads();
  };
  const engine = { ...drawnEngine(), infer };
  const job = { whole: picture, network: 'portrait-s', engine, stages: createStageRunner(engine, undefined) } as const;
  const view = { picture, coarse } as Parameters<typeof findPart>[1];
  expect(await findPart(job, view, 'head', false, async () => newPicture(64, 64))).toEqual([]);
  expect(looks).toBe(3 + 16);
});
