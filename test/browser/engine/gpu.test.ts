import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { smallShaders } from '../../../scripts/library/small-shaders.ts';
import { type KernelChange, openGpuPage } from './gpu-page.ts';

let opened: Awaited<ReturnType<typeof openGpuPage>>;
beforeAll(async () => {
  opened = await openGpuPage();
});
afterAll(() => opened?.close());

it('a GPU draws what this thread draws, within 2/255, at every stage', async () => {
  const differences = await opened.page.evaluate(() => window.gpu.differences());
  for (const [stage, difference] of Object.entries(differences)) expect(difference, stage).toBeLessThanOrEqual(2);
});

it('the kernels pass their self-test', async () => {
  expect(await opened.page.evaluate(() => window.gpu.fault())).toBeUndefined();
});

it('the library’s small shaders compute the same', async () => {
  const { page, close } = await openGpuPage([smallShaders]);
  try {
    const [small, whole] = await Promise.all(
      [page, opened.page].map((one) => one.evaluate(() => window.gpu.differences())),
    );
    expect(small).toEqual(whole);
  } finally {
    await close();
  }
});

describe('a kernel that is silently wrong is noticed', () => {
  it.for<[string, KernelChange, RegExp]>([
    [
      'resize',
      { kernel: 'resize', find: '(i) + 0.5', replace: '(i) + 0.9' },
      /its enlarged picture is wrong \(by \d+ of 255\)/,
    ],
    ['shrink', { kernel: 'resize', find: 'min(at + 1, ', replace: 'max(at + 1, ' }, /its resized picture is wrong/],
    [
      'tensor',
      { kernel: 'tensor', find: 'result[plane + i] = value.g', replace: 'result[plane + i] = value.b' },
      /its input is wrong/,
    ],
    ['mask', { kernel: 'mask', find: '> params.threshold', replace: '< params.threshold' }, /its veto is wrong/],
    ['veto', { kernel: 'veto', find: '* mix(', replace: '+ mix(' }, /its veto is wrong/],
    ['levels', { kernel: 'levels', find: 'params.white -', replace: 'params.white +' }, /its matte is wrong/],
    ['extreme', { kernel: 'extreme', find: 'min(found.x', replace: 'max(found.x' }, /its matte is wrong/],
    ['mean', { kernel: 'mean', find: 'high - low + 1', replace: 'high - low + 2' }, /its veto is wrong/],
    [
      'regress',
      { kernel: 'regress', find: '- mean.xyz * mean.w', replace: '+ mean.xyz * mean.w' },
      /its matte is wrong/,
    ],
    ['anchor', { kernel: 'anchor', find: 'alpha[i].x -', replace: 'alpha[i].x +' }, /its matte is wrong/],
    ['alpha', { kernel: 'alpha', find: 'trust * prior +', replace: 'trust * prior -' }, /its matte is wrong/],
    ['noise', { kernel: 'alpha', find: 'own, other, other', replace: 'own, 0, 0' }, /its matte is wrong/],
    ['ring', { kernel: 'alpha', find: 'params.whole - f32', replace: 'params.broken - f32' }, /its matte is wrong/],
    ['apply', { kernel: 'apply', find: '+ 0.5)', replace: '+ 1.5)' }, /its matte is wrong/],
    ['colours', { kernel: 'colours', find: '* colour.rrg', replace: '* colour.rgb' }, /its matte is wrong/],
    ['halve', { kernel: 'halve', find: 'sum +=', replace: 'sum =' }, /its matte is wrong/],
    ['fill', { kernel: 'fill', find: '(1 - share) *', replace: 'share *' }, /its matte is wrong/],
    ['gaussians', { kernel: 'gaussians', find: '- red * green', replace: '+ red * green' }, /its matte is wrong/],
    ['smear', { kernel: 'smear', find: 'chroma(step)', replace: 'step' }, /its cutout is wrong/],
    ['total', { kernel: 'total', find: '+= values[i]', replace: '+= values[i].yx' }, /its cutout is wrong/],
    ['unmix', { kernel: 'unmix', find: 'alpha * over', replace: 'over' }, /its cutout is wrong/],
  ])('%s', async ([, change, sentence]) => {
    expect(await opened.page.evaluate((to) => window.gpu.fault(to), change)).toMatch(sentence);
  });
});

it('an accelerator says which kernel a driver refuses', async () => {
  const broken = { kernel: 'mean', find: 'fn main(', replace: 'fn main((' } as const;
  await expect(opened.page.evaluate((to) => window.gpu.fault(to), broken)).rejects.toThrow(/WGSL.*mean/s);
});

it('an accelerator says when the device is lost, and an input made there can still be read', async () => {
  const { said, input } = await opened.page.evaluate(() => window.gpu.afterLoss());
  expect(said).toMatch(/lost|destroyed/i);
  expect(input).toBe(0);
});
