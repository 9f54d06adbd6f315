import { expect, it } from 'vitest';
import { type Load, simulate } from './simulation.ts';

const LOAD: Load = {
  ...{ rate: 10, seconds: 120, batches: 1, cpu: 0.31 },
  ...{ window: 32, consumers: 250, objectCalls: 1000, messages: 5000 },
};

it('does all that comes while there is room, and counts who is busy', () => {
  const { throughput, busy, first } = simulate(LOAD);
  expect(throughput).toBeCloseTo(10, 1);
  expect(first).toBeUndefined();
  expect(busy.consumers).toBeCloseTo((10 * 0.312) / 250, 3);
  expect(busy.queue).toBeCloseTo(10 / 5000, 4);
  expect(busy.object).toBeCloseTo(20 / 1000, 3);
  expect(busy.window).toBeCloseTo((10 * 0.312) / 32, 2);
});

it.each([
  ['window', { rate: 1000 }, 32 / 0.312],
  ['consumers', { rate: 1000, batches: 20 }, 250 / 0.312],
  ['object', { rate: 1000, window: 10_000, consumers: 100_000, cpu: 0.01 }, 500],
  ['queue', { rate: 200, batches: 20, messages: 100 }, 100],
] as const)('the %s gives way where it is the narrowest', (place, differing, most) => {
  const { throughput, first } = simulate({ ...LOAD, ...differing });
  expect(first).toBe(place);
  expect(throughput / most).toBeGreaterThan(0.95);
  expect(throughput / most).toBeLessThan(1.05);
});
