import { describe, expect, it } from 'vitest';
import { connectivityError } from '../../../models/metrics/connectivity.ts';
import { mad, mse, sad } from '../../../models/metrics/difference.ts';
import { gradientError } from '../../../models/metrics/gradient.ts';
import type { Matte } from '../../../shared/image/picture.ts';
import { matteOf } from '../../fixtures/pixels.ts';
import { randomInts } from '../../fixtures/random.ts';

const flat = (alpha: number, width = 20, height = 10) => matteOf(width, height, () => alpha * 255);
/** Rows of alpha in tenths, as exactly as 8 bits allow. */
const drawn = (...rows: readonly string[]): Matte =>
  matteOf(rows[0].length, rows.length, (x, y) => {
    const digit = rows[y][x];
    return digit === '#' ? 255 : digit === '.' ? 0 : Number(digit) * 25.5;
  });
const random = randomInts(3);
const noise = matteOf(30, 20, () => random(256));

describe('differences of alpha', () => {
  it('are as reckoned by hand for a fifth of the pixels off by 0.4', () => {
    const truth = flat(0.2);
    const found = matteOf(20, 10, (x) => (x < 4 ? 0.6 : 0.2) * 255);
    expect(mad(found, truth)).toBeCloseTo(0.4 / 5, 9);
    expect(mse(found, truth)).toBeCloseTo(0.16 / 5, 9);
    expect(sad(found, truth)).toBeCloseTo((40 * 0.4) / 1000, 9);
  });

  it('all wrong is 1 a pixel', () => {
    expect([mad(flat(1), flat(0)), mse(flat(0), flat(1)), sad(flat(1), flat(0))]).toEqual([1, 1, 0.2]);
  });
});

describe('gradient error', () => {
  // First derivative of a Gaussian of 1.4, nine values, norm 1; what smooths across is of norm 1 too.
  const offsets = [-4, -3, -2, -1, 0, 1, 2, 3, 4];
  const bell = offsets.map((x) => Math.exp(-(x * x) / 3.92));
  const unit = (values: number[]) => values.map((value) => value / Math.hypot(...values));
  const slope = unit(offsets.map((x, i) => x * bell[i]));
  const gain = unit(bell).reduce((sum, value) => sum + value, 0);
  /** |∇α| of an upright edge of height 1, `distance` pixels from its first white pixel. */
  const steepness = (distance: number) =>
    gain * offsets.reduce((sum, x, i) => sum + (distance + x >= 0 ? slope[i] : 0), 0);

  it('is as reckoned by hand for an upright edge that was missed', () => {
    const edge = matteOf(40, 12, (x) => (x < 20 ? 0 : 255));
    const row = Array.from({ length: 40 }, (_, x) => steepness(x - 20) ** 2);
    const expected = (12 * row.reduce((sum, value) => sum + value, 0)) / 1000;
    expect(expected).toBeGreaterThan(0.1);
    expect(gradientError(flat(0, 40, 12), edge)).toBeCloseTo(expected, 6);
  });

  it('is the same for an edge that lies', () => {
    const upright = matteOf(30, 30, (x) => (x < 15 ? 0 : 200));
    const lying = matteOf(30, 30, (_, y) => (y < 15 ? 0 : 200));
    expect(gradientError(flat(0, 30, 30), upright)).toBeCloseTo(gradientError(flat(0, 30, 30), lying), 6);
  });

  it('an offset without any slope costs nothing, up to the border', () => {
    expect(gradientError(flat(0.8), flat(0.2))).toBeCloseTo(0, 9);
  });

  it('pays nothing for a turned direction, only for another steepness', () => {
    const right = matteOf(30, 30, (x) => (x < 15 ? 0 : 255));
    const left = matteOf(30, 30, (x) => (x < 15 ? 255 : 0));
    expect(gradientError(right, left)).toBeCloseTo(0, 9);
  });

  it('works on mattes smaller than the kernel', () => {
    expect(gradientError(flat(0, 2, 3), flat(1, 2, 3))).toBeCloseTo(0, 9);
    expect(gradientError(flat(0, 2, 1), drawn('.#'))).toBeGreaterThan(0);
  });
});

describe('connectivity error', () => {
  it('is as reckoned by hand for a speck apart from the person', () => {
    // The speck belongs to no source at any level: l = 0, so φ is 1 − 0.6 where it was found, 1 in truth.
    const truth = drawn('###......', '###......');
    const found = drawn('###......', '###...6..');
    expect(connectivityError(found, truth)).toBeCloseTo(0.6 / 1000, 9);
  });

  it('is as reckoned by hand for a strand that is cut off in the middle', () => {
    // Truth is joined to the end. In the found one the last two pixels hang on nothing: l = 0 for both, at 0.8 and 1.
    const truth = drawn('####8888');
    const found = drawn('####8.88');
    // At the gap itself l = 0 too: φ(0) = 1, φ(0.8) = 0.2. Behind it both mattes are 0.8 away from l: no difference.
    expect(connectivityError(found, truth)).toBeCloseTo(0.8 / 1000, 9);
  });

  it('counts distances below 0.15 as connected', () => {
    const truth = drawn('######');
    expect(connectivityError(drawn('#####9'), truth)).toBeCloseTo(0, 9);
    // l = 0.8: the truth is 0.2 above it, the found one is on it.
    expect(connectivityError(drawn('#####8'), truth)).toBeCloseTo(0.2 / 1000, 9);
  });

  it('neighbours at a corner are apart', () => {
    const truth = drawn('##..', '##..', '..##', '....');
    const found = drawn('##..', '##..', '....', '....');
    // The two pixels at the corner are outside of the source in truth as well: l = 0.
    expect(connectivityError(found, truth)).toBeCloseTo(2 / 1000, 9);
  });

  it('nothing found where a person is costs all of it, nothing where nobody is costs nothing', () => {
    expect(connectivityError(flat(0), flat(1))).toBeCloseTo(0.2, 9);
    expect(connectivityError(flat(0), flat(0))).toBe(0);
  });
});

describe.each([
  ['MAD', mad],
  ['MSE', mse],
  ['SAD', sad],
  ['Grad', gradientError],
  ['Conn', connectivityError],
])('%s', (_, metric) => {
  it('is 0 for the truth itself', () => {
    expect(metric(noise, noise)).toBe(0);
  });

  it('is the same both ways round, and refuses another size', () => {
    const other = matteOf(30, 20, (x, y) => (x * y) % 256);
    expect(metric(noise, other)).toBeCloseTo(metric(other, noise), 9);
    expect(metric(noise, other)).toBeGreaterThan(0);
    expect(() => metric(noise, flat(0))).toThrow(RangeError);
  });
});
