import { expect, it } from 'vitest';
import { balanced, fitLogistic, score } from '../../models/logistic.ts';

const cloud = (centre: number, count: number, positive: boolean) =>
  Array.from({ length: count }, (_, i) => ({ features: [centre + ((i * 37) % 11) / 5 - 1, (i * 17) % 7], positive }));

it('a fit finds the feature that tells, and the middle between the classes, however unequal they are', () => {
  const rule = fitLogistic(balanced([...cloud(1.5, 60, true), ...cloud(-1.5, 12, false)]));
  expect(rule.weights[0]).toBeGreaterThan(5 * Math.abs(rule.weights[1]));
  expect(score(rule, [1.5, 3])).toBeGreaterThan(0);
  expect(score(rule, [-1.5, 3])).toBeLessThan(0);
  expect(Math.abs(rule.bias / rule.weights[0])).toBeLessThan(0.6);
});

it('a fit finds the probabilities of a table of counts', () => {
  // Of those with the feature three in four are positive, of those without one in five: no decay to speak of.
  const some = (feature: number, positive: boolean, weight: number) => ({ features: [feature], positive, weight });
  const rule = fitLogistic([some(1, true, 3e6), some(1, false, 1e6), some(0, true, 1e6), some(0, false, 4e6)]);
  expect(rule.bias).toBeCloseTo(Math.log(1 / 4), 1);
  expect(rule.bias + rule.weights[0]).toBeCloseTo(Math.log(3), 1);
});
