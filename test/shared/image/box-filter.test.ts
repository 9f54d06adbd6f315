import { describe, expect, it } from 'vitest';
import { boxExtreme, boxMean } from '../../../shared/image/box-filter.ts';
import { randomInts } from '../../fixtures/random.ts';

/** Widths, heights and radii: usual ones, lines, windows larger than the plane, radius 0. */
const SHAPES = [
  [7, 5, 1],
  [16, 11, 3],
  [1, 9, 2],
  [9, 1, 2],
  [1, 1, 4],
  [4, 3, 10],
  [5, 12, 5],
  [6, 6, 0],
  [30, 2, 7],
] as const;

const randomPlane = (length: number, seed: number) => {
  const random = randomInts(seed);
  return Float32Array.from({ length }, () => random(1000) / 1000);
};

/** What is in the window around each pixel, by the definition. */
function windows(plane: Float32Array, width: number, height: number, radius: number): number[][] {
  return Array.from(plane, (_, i) => {
    const [x, y] = [i % width, Math.trunc(i / width)];
    const values: number[] = [];
    for (let v = Math.max(0, y - radius); v <= Math.min(height - 1, y + radius); v++) {
      for (let u = Math.max(0, x - radius); u <= Math.min(width - 1, x + radius); u++)
        values.push(plane[v * width + u]);
    }
    return values;
  });
}

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe.each(SHAPES)('on %i×%i with radius %i', (width, height, radius) => {
  const plane = randomPlane(width * height, width * 100 + radius);
  const expected = windows(plane, width, height, radius);

  it('the mean is the mean of the window', () => {
    const result = plane.slice();
    boxMean(result, width, height, radius);
    for (const [i, value] of result.entries()) expect(value).toBeCloseTo(mean(expected[i]), 5);
  });

  it('the smallest and the largest are the smallest and the largest of the window', () => {
    for (const pick of ['min', 'max'] as const) {
      const result = plane.slice();
      boxExtreme(result, width, height, radius, pick);
      expect([...result]).toEqual(expected.map((values) => Math[pick](...values)));
    }
  });
});

it('the mean keeps its precision over a long plane', () => {
  const [width, height] = [20, 4000];
  const plane = randomPlane(width * height, 2).map((value) => value + 100);
  const expected = windows(plane, width, height, 3);
  boxMean(plane, width, height, 3);
  expect(Math.max(...plane.map((value, i) => Math.abs(value - mean(expected[i]))))).toBeLessThan(1e-4);
});
