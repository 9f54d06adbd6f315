import { expect, it } from 'vitest';
import { fitLogistic, score } from '../../models/logistic.ts';

const cloud = (centre: number, count: number, positive: boolean) =>
  Array.from({ length: count }, (_, i) => ({ features: [centre + ((i * 37) % 11) / 5 - 1, (i * 17) % 7], positive }));

it('finds the feature that tells, and the middle between the classes, however unequal they are', () => {
  const rule = fitLogistic([...cloud(1.5, 60, true), ...cloud(-1.5, 12, false)]);
  expect(rule.weights[0]).toBeGreaterThan(5 * Math.abs(rule.weights[1]));
  expect(score(rule, [1.5, 3])).toBeGreaterThan(0);
  expect(score(rule, [-1.5, 3])).toBeLessThan(0);
  expect(Math.abs(rule.bias / rule.weights[0])).toBeLessThan(0.6);
});
