import { expect, test } from 'vitest';
import { learnMixture } from '../../../../shared/select/colours/learn-mixture.ts';
import { logOdds } from '../../../../shared/select/colours/log-odds.ts';

const learning = (gaussians: number) => ({ gaussians, samples: 1000 });

/** Cells of a few colours with some spread, in turn. */
function cellsOf(...means: readonly (readonly [number, number, number])[]): Float32Array {
  const colours = new Float32Array(600 * 3);
  for (let cell = 0; cell < 600; cell++) {
    for (let c = 0; c < 3; c++) colours[cell * 3 + c] = means[cell % means.length][c] + ((cell * (c + 3)) % 9) - 4;
  }
  return colours;
}

test('a mixture has a Gaussian at each colour there is', () => {
  const colours = cellsOf([200, 30, 30], [30, 60, 200]);
  const { count, means } = learnMixture(colours, new Float32Array(600).fill(1), learning(2));
  expect(count).toBe(2);
  const reds = [means[0], means[3]].sort((a, b) => a - b);
  expect(reds[0]).toBeCloseTo(30, -0.5);
  expect(reds[1]).toBeCloseTo(200, -0.5);
});

test('one flat colour is one Gaussian', () => {
  expect(learnMixture(new Float32Array(300).fill(128), new Float32Array(100).fill(1), learning(5)).count).toBe(1);
});

test('odds are for a side’s own colours, against the other’s, and even where nothing is known', () => {
  const colours = cellsOf([200, 30, 30], [30, 60, 200]);
  const among = Float32Array.from({ length: 600 }, (_, cell) => 1 - (cell % 2));
  const others = among.map((weight) => 1 - weight);
  const odds = logOdds(colours, among, others, learning(3));
  expect(odds[0]).toBeGreaterThan(5);
  expect(odds[1]).toBeLessThan(-5);
  expect([...logOdds(colours, among, new Float32Array(600), learning(3))].every((value) => value === 0)).toBe(true);
});
