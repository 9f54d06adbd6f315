import { describe, expect, it } from 'vitest';
import { CutoutError } from '../../../shared/errors.ts';
import type { Tensor } from '../../../shared/image/picture.ts';
import { selfTest } from '../../../shared/inference/self-test.ts';
import { artifactOf } from '../../fixtures/engine/artifact.ts';
import { runnerOf } from '../../fixtures/engine/runner.ts';
import { golden, goldenMatte } from '../../fixtures/golden.ts';
import { randomInts } from '../../fixtures/random.ts';

const artifact = artifactOf({ golden });
const verdict = (answer: (input: Tensor) => Tensor | Promise<Tensor>) => selfTest(runnerOf(answer), artifact);
const changed = (change: (alpha: number, i: number) => number): Tensor => ({
  ...goldenMatte(),
  data: goldenMatte().data.map(change),
});

describe('a self-test passes', () => {
  it('the exact matte', async () => {
    expect(await verdict(goldenMatte)).toBeUndefined();
  });

  it('a matte that half precision rounds', async () => {
    expect(await verdict(() => changed((alpha, i) => alpha + (i % 2 ? 0.002 : -0.002)))).toBeUndefined();
  });

  it('any runner where the catalog has no golden matte, without running it', async () => {
    const runner = runnerOf(goldenMatte);
    expect(await selfTest(runner, artifactOf())).toBeUndefined();
    expect(runner.runs).toBe(0);
  });
});

it('a self-test compares the log-odds of a person, where the catalog has them', async () => {
  const telling = artifactOf({ golden: { ...golden, personOdds: 4 } });
  const by = (personOdds?: number) =>
    selfTest(
      runnerOf(() => ({ ...goldenMatte(), ...(personOdds !== undefined && { personOdds }) })),
      telling,
    );
  expect(await by(4.6)).toBeUndefined();
  expect(await by(1.5)).toBe('it gives log-odds of 1.5 in place of 4');
  expect(await by()).toMatch('of NaN');
});

it('a self-test feeds the golden picture as the network wants it', async () => {
  let input: Tensor | undefined;
  await verdict((tensor) => {
    input = tensor;
    return goldenMatte();
  });
  expect(input?.dims).toEqual([1, 3, 64, 64]);
  expect(Math.min(...input!.data)).toBeLessThan(-0.6);
  expect(Math.max(...input!.data)).toBeGreaterThan(0.5);
});

describe('a self-test finds', () => {
  const random = randomInts(5);
  it.each([
    ['zeros', () => changed(() => 0), /flat/],
    ['ones', () => changed(() => 1), /flat/],
    ['one grey', () => changed(() => 0.5), /flat/],
    ['noise', () => changed(() => random(1000) / 1000), /wrong/],
    ['noise on the matte', () => changed((alpha) => alpha + (random(1000) - 500) / 5000), /wrong/],
    ['a matte turned inside out', () => changed((alpha) => 1 - alpha), /wrong/],
    ['a shift by two pixels', () => changed((_, i) => goldenMatte().data[i - 2] ?? 0), /wrong/],
    ['a stretch of values', () => changed((alpha) => alpha * 0.9), /wrong/],
    ['one wild value', () => changed((alpha, i) => (i === 5 ? 40 : alpha)), /wrong/],
    ['a missing row', () => ({ dims: [1, 1, 63, 64], data: goldenMatte().data.slice(64) }), /4032 values/],
    ['values that are no numbers', () => changed((alpha, i) => (i === 9 ? Number.NaN : alpha)), /wrong/],
    ['nothing but values that are no numbers', () => changed(() => Number.NaN), /./],
  ])('%s', async (_, answer, reason) => {
    expect(await verdict(answer)).toMatch(reason);
  });

  it('a runner that throws', async () => {
    const failing = () =>
      Promise.reject(new CutoutError('engine-failed', 'Values that are not numbers.', { facts: ['NaN'] }));
    await expect(verdict(failing)).rejects.toMatchObject({ code: 'engine-failed' });
  });
});
