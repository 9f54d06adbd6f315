import { expect, it } from 'vitest';
import { fillGaps } from '../../../shared/matting/pull-push.ts';

/** A grid of one value a cell, given where `isKnown`. */
function gridOf(
  width: number,
  height: number,
  valueAt: (x: number, y: number) => number,
  isKnown: (x: number, y: number) => boolean,
) {
  const data = new Float32Array(width * height * 2);
  for (let i = 0; i < width * height; i++) {
    const [x, y] = [i % width, Math.trunc(i / width)];
    if (isKnown(x, y)) data.set([1, valueAt(x, y)], i * 2);
  }
  return { width, height, fields: 2, data };
}

const at = ({ width, data }: { width: number; data: Float32Array }, x: number, y: number) =>
  data[(y * width + x) * 2 + 1];

it('what is known stays as it is', () => {
  const filled = fillGaps(
    gridOf(
      37,
      23,
      (x, y) => x * 10 + y,
      (x) => x % 3 === 0,
    ),
  );
  for (let y = 0; y < 23; y++) for (let x = 0; x < 37; x += 3) expect(at(filled, x, y)).toBeCloseTo(x * 10 + y, 3);
});

it('a gap is filled from near by, between the values at its sides', () => {
  const filled = fillGaps(
    gridOf(
      64,
      64,
      (x) => (x < 32 ? 50 : 200),
      (x) => x < 28 || x >= 36,
    ),
  );
  expect(at(filled, 29, 30)).toBeLessThan(100);
  expect(at(filled, 34, 30)).toBeGreaterThan(150);
});

it.each([
  [1, 1],
  [1, 9],
  [5, 1],
  [30, 17],
])('one known cell of %i×%i tells of all', (width, height) => {
  const filled = fillGaps(
    gridOf(
      width,
      height,
      () => 7,
      (x, y) => x === width - 1 && y === 0,
    ),
  );
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) expect(at(filled, x, y)).toBeCloseTo(7, 4);
});

it('sums are weighed: a mean is the sum by its weight, and a little weight asks around', () => {
  const data = Float32Array.from([2, 20, 0.5, 50, 0, 0, 0, 0]);
  const filled = fillGaps({ width: 2, height: 2, fields: 2, data });
  expect(at(filled, 0, 0)).toBeCloseTo(10, 5);
  // Half its own 100, half the mean of all, 70 / 2.5.
  expect(at(filled, 1, 0)).toBeCloseTo(0.5 * 100 + 0.5 * 28, 4);
});
