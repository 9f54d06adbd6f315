import { describe, expect, it } from 'vitest';
import { fittingSize } from '../../../shared/image/geometry.ts';
import type { Picture } from '../../../shared/image/picture.ts';
import { resize, shrinkTo } from '../../../shared/image/resize.ts';
import { runToEnd } from '../../../shared/steps.ts';
import { paint, pixelAt } from '../../fixtures/pixels.ts';
import { randomInts } from '../../fixtures/random.ts';

const resized = (picture: Picture, width: number, height: number) => runToEnd(resize(picture, width, height));
const reds = ({ data }: Picture) => Array.from({ length: data.length / 4 }, (_, i) => data[i * 4]);
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

const noise = (width: number, height: number, seed: number) => {
  const random = randomInts(seed);
  return paint(width, height, () => [random(256), random(256), random(256)]);
};

/** One channel by the definition: each source pixel counts by how much of it lies in the target pixel. */
function areaAverage(picture: Picture, width: number, height: number, x: number, y: number, channel: number): number {
  const [across, down] = [picture.width / width, picture.height / height];
  const share = (at: number, from: number, to: number) => Math.max(0, Math.min(at + 1, to) - Math.max(at, from));
  let sum = 0;
  for (let v = 0; v < picture.height; v++) {
    for (let u = 0; u < picture.width; u++) {
      const weight = share(u, x * across, (x + 1) * across) * share(v, y * down, (y + 1) * down);
      sum += weight * picture.data[(v * picture.width + u) * 4 + channel];
    }
  }
  return sum / (across * down);
}

describe('shrinking', () => {
  it('takes the mean of four pixels for one', () => {
    const picture = paint(4, 4, (x, y) => [(x + 4 * y) * 10, 0, 255 - x]);
    const half = resized(picture, 2, 2);
    expect([half.width, half.height]).toEqual([2, 2]);
    expect(reds(half)).toEqual([25, 45, 105, 125]);
    expect(pixelAt(half, 0, 0)).toEqual([25, 0, 254, 255]);
  });

  it.each([
    [7, 5, 3, 2],
    [10, 9, 3, 4],
    [13, 40, 5, 1],
    [6, 6, 5, 5],
    [9, 3, 1, 3],
  ])('%i×%i to %i×%i is the area average', (width, height, toWidth, toHeight) => {
    const picture = noise(width, height, 7);
    const small = resized(picture, toWidth, toHeight);
    for (let y = 0; y < toHeight; y++) {
      for (let x = 0; x < toWidth; x++) {
        for (let c = 0; c < 3; c++) {
          const expected = areaAverage(picture, toWidth, toHeight, x, y, c);
          expect(Math.abs(pixelAt(small, x, y)[c] - expected)).toBeLessThan(0.502);
        }
      }
    }
  });

  it('keeps the mean at a ratio that is no whole number', () => {
    const picture = noise(101, 67, 3);
    expect(mean(reds(resized(picture, 37, 29)))).toBeCloseTo(mean(reds(picture)), 0);
  });
});

it('a picture is enlarged linearly between pixel centres, and its edges are replicated', () => {
  const picture = paint(2, 1, (x) => [x * 100, 0, 0]);
  expect(reds(resized(picture, 4, 1))).toEqual([0, 25, 75, 100]);
  const turned = paint(1, 2, (_, y) => [y * 100, 0, 0]);
  expect(reds(resized(turned, 1, 4))).toEqual([0, 25, 75, 100]);
});

it('one side may shrink while the other grows', () => {
  const picture = paint(4, 1, (x) => [[0, 100, 200, 220][x], 0, 0]);
  expect(reds(resized(picture, 2, 3))).toEqual([50, 210, 50, 210, 50, 210]);
});

it('a picture resized to its own size stays the same', () => {
  const picture = noise(9, 5, 1);
  expect(resized(picture, 9, 5)).toEqual(picture);
});

it('a single pixel gives any size', () => {
  expect(
    reds(
      resized(
        paint(1, 1, () => [77, 0, 0]),
        3,
        2,
      ),
    ),
  ).toEqual([77, 77, 77, 77, 77, 77]);
});

it('fits a number of pixels and keeps the shape', () => {
  const size = { width: 100, height: 80 };
  expect(fittingSize(size, 8000)).toEqual(size);
  expect(fittingSize(size, 2000)).toEqual({ width: 50, height: 40 });
  expect(fittingSize(size, 8000, 0.5)).toEqual({ width: 50, height: 40 });
  expect(fittingSize({ width: 20_000, height: 16 }, 16)).toEqual({ width: 141, height: 1 });
  const picture = paint(100, 80, () => [1, 2, 3, 255]);
  expect(runToEnd(shrinkTo(picture, 2000))).toMatchObject({ width: 50, height: 40 });
  expect(runToEnd(shrinkTo(picture, 8000))).toBe(picture);
});

describe('transparency', () => {
  it('does not let invisible colours bleed', () => {
    const picture = paint(2, 1, (x) => (x ? [0, 255, 0, 0] : [255, 0, 0, 255]));
    expect(pixelAt(resized(picture, 1, 1), 0, 0)).toEqual([255, 0, 0, 128]);
  });

  it('weighs colours by their alpha', () => {
    const picture = paint(2, 1, (x) => (x ? [0, 200, 0, 60] : [240, 0, 0, 180]));
    expect(pixelAt(resized(picture, 1, 1), 0, 0)).toEqual([180, 50, 0, 120]);
  });

  it('leaves nothing of what is fully transparent', () => {
    const picture = paint(4, 4, () => [255, 255, 255, 0]);
    expect(resized(picture, 2, 2).data.every((value) => value === 0)).toBe(true);
  });
});
