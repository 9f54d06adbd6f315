import { expect, it } from 'vitest';
import { newPicture } from '../../../shared/image/picture.ts';
import { rowsOfPicture } from '../../../shared/image/rows/row-source.ts';
import { createStageRunner } from '../../../shared/pipeline/stage-runner.ts';
import { copiesOf, type Job } from '../../../shared/pipeline/view.ts';
import { drawnEngine } from '../../fixtures/engine/engine.ts';
import { paint, sameBytes } from '../../fixtures/pixels.ts';

const small = paint(300, 200, (x, y) => [x & 255, y, 7]);
const large = newPicture(1200, 800);
const engine = drawnEngine();
const job: Job = { whole: small, network: 'portrait-s', engine, stages: createStageRunner(engine, undefined) };

it('inputs are made from a small picture itself, not from its enlarged copy', async () => {
  expect((await copiesOf(job, 'infer', [0, 0], small)).source).toBe(small);
  const { source: read, sized } = await copiesOf(job, 'infer', [0, 0], rowsOfPicture(small));
  expect([sized.width, sized.height]).toEqual([768, 512]);
  expect([read.width, read.height, sameBytes(read.data, small.data)]).toEqual([300, 200, true]);
});

it('inputs are made from the copy of a large picture', async () => {
  for (const picture of [large, rowsOfPicture(large)]) {
    const { source, sized } = await copiesOf(job, 'infer', [0, 0], picture);
    expect(source).toBe(sized);
    expect([sized.width, sized.height]).toEqual([768, 512]);
  }
});

it('a small picture that is read row by row is read once', async () => {
  let reads = 0;
  const rows = rowsOfPicture(small);
  const strips: typeof rows.strips = (...of) => {
    reads++;
    return rows.strips(...of);
  };
  await copiesOf(job, 'infer', [0, 0], { ...rows, strips });
  expect(reads).toBe(1);
});

it('inputs are made from the copy of a narrow picture that has more pixels than the copy', async () => {
  for (const picture of [newPicture(16, 16_384), rowsOfPicture(newPicture(16, 16_384))]) {
    const { source, sized } = await copiesOf(job, 'infer', [0, 0], picture);
    expect(source).toBe(sized);
  }
});
