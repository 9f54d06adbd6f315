import { describe, expect, it } from 'vitest';
import type { Matte, Picture, Tensor } from '../../../shared/image/picture.ts';
import { resizePlane } from '../../../shared/image/plane.ts';
import { resize } from '../../../shared/image/resize.ts';
import { refineMatte } from '../../../shared/matting/guided-filter.ts';
import { drive, runToEnd } from '../../../shared/steps.ts';
import { slowClock } from '../../fixtures/clock.ts';
import { alphaTensor, paint, sameBytes } from '../../fixtures/pixels.ts';
import { randomInts } from '../../fixtures/random.ts';

/** Said here, so that what is known of the answer does not move when the defaults are tuned. */
const OPTIONS = { radius: 3, epsilon: 1e-4, reach: 2 };
const refined = (coarse: Tensor, guide: Picture): Matte => runToEnd(refineMatte(coarse, guide, OPTIONS));
const row = ({ width, data }: Matte, y: number) => [...data.subarray(y * width, (y + 1) * width)];
const clamp = (value: number) => Math.min(1, Math.max(0, value));

/** The largest rise between neighbours: how much, and at the right one's place. */
function riseOf(values: ArrayLike<number>): { at: number; by: number } {
  let rise = { at: 0, by: 0 };
  for (let x = 1; x < values.length; x++) {
    if (values[x] - values[x - 1] > rise.by) rise = { at: x, by: values[x] - values[x - 1] };
  }
  return rise;
}

describe('at a step of the guide that the coarse matte blurs', () => {
  const EDGE = 213;
  const guide = paint(400, 300, (x) => (x < EDGE ? [40, 60, 90] : [200, 170, 150]));
  // A ramp of three coarse pixels around the step, half a coarse pixel off it.
  const coarse = alphaTensor(40, 30, (x) => clamp((x + 0.5 - EDGE / 10 + 0.5) / 3 + 0.5));
  const matte = refined(coarse, guide);

  it('the edge is at the step, within a pixel', () => {
    for (let y = 0; y < matte.height; y += 7) {
      const values = row(matte, y);
      expect(Math.abs(values.findIndex((value) => value >= 128) - EDGE)).toBeLessThanOrEqual(1);
      expect(Math.abs(riseOf(values).at - EDGE)).toBeLessThanOrEqual(1);
    }
  });

  it('the edge is there with the defaults too', () => {
    const rise = riseOf(row(runToEnd(refineMatte(coarse, guide)), 150));
    expect(Math.abs(rise.at - EDGE)).toBeLessThanOrEqual(1);
    expect(rise.by).toBeGreaterThan(120);
  });

  it('the edge is far sharper than that of a plain resize', () => {
    const plain = resizePlane(coarse.data, 40, 30, 400, 300).subarray(0, 400);
    expect(255 * riseOf(plain).by).toBeLessThan(10);
    expect(riseOf(row(matte, 150)).by).toBeGreaterThan(150);
  });

  it('what is away from the edge is solid', () => {
    for (const y of [0, 150, 299]) {
      const values = row(matte, y);
      expect(values.slice(0, EDGE - 60).every((value) => value === 0)).toBe(true);
      expect(values.slice(EDGE + 60).every((value) => value === 255)).toBe(true);
    }
  });
});

it('a refined matte follows the outline of a disc at a scale that is no whole number', () => {
  const inside = (x: number, y: number) => Math.hypot(x + 0.5 - 170, y + 0.5 - 121) < 80;
  const guide = paint(333, 251, (x, y) => (inside(x, y) ? [210, 120, 90] : [70, 90, 60]));
  const coarse = alphaTensor(64, 48, (x, y) => {
    const distance = Math.hypot(((x + 0.5) * 333) / 64 - 170, ((y + 0.5) * 251) / 48 - 121);
    return clamp((80 - distance) / 12 + 0.5);
  });
  const matte = refined(coarse, guide);
  const plain = resizePlane(coarse.data, 64, 48, 333, 251);
  const error = (alpha: ArrayLike<number>, scale: number) => {
    let sum = 0;
    for (let i = 0; i < alpha.length; i++)
      sum += Math.abs(alpha[i] * scale - Number(inside(i % 333, Math.trunc(i / 333))));
    return sum / alpha.length;
  };
  expect(error(matte.data, 1 / 255)).toBeLessThan(error(plain, 1) / 2);
});

describe('solid areas', () => {
  const random = randomInts(11);
  const textured = paint(240, 160, () => [random(256), random(256), random(256)]);

  it.each([
    ['person', 1, 255],
    ['background', 0, 0],
    ['almost surely person', 0.985, 255],
    ['almost surely background', 0.015, 0],
  ])('that are %s all over stay so, whatever the guide shows', (_, alpha, expected) => {
    const matte = refined(
      alphaTensor(48, 32, () => alpha),
      textured,
    );
    expect(matte.data.every((value) => value === expected)).toBe(true);
  });

  it('take no texture a little way from the edge', () => {
    const matte = refined(
      alphaTensor(48, 32, (x) => (x < 24 ? 0 : 1)),
      textured,
    );
    for (let y = 0; y < 160; y++) {
      const values = row(matte, y);
      expect(values.slice(0, 100).every((value) => value === 0)).toBe(true);
      expect(values.slice(140).every((value) => value === 255)).toBe(true);
    }
  });
});

it('a blurred edge stays before colours that have nothing to do with it', () => {
  const random = randomInts(5);
  // Books on a shelf, 12 to 40 pixels wide, behind an edge that is blurred over half the picture.
  const spines = Array.from({ length: 400 }, () => [random(256), random(256), random(256)]);
  const guide = paint(400, 300, (x, y) => spines[Math.trunc(x / 23) + 18 * Math.trunc(y / 75)]);
  const ramp = (x: number) => clamp((x - 100) / 200);
  const matte = runToEnd(
    refineMatte(
      alphaTensor(100, 75, (x) => ramp((x + 0.5) * 4 - 0.5)),
      guide,
    ),
  );
  let off = 0;
  for (let y = 0; y < 300; y++) for (let x = 0; x < 400; x++) off += Math.abs(matte.data[y * 400 + x] / 255 - ramp(x));
  expect(off / matte.data.length).toBeLessThan(0.007);
});

it('a slow ramp comes through where the guide is flat', () => {
  const guide = paint(300, 60, () => [90, 90, 90]);
  const coarse = alphaTensor(100, 20, (x) => 0.1 + (0.8 * x) / 99);
  const values = row(refined(coarse, guide), 30);
  const plain = resizePlane(coarse.data, 100, 20, 300, 60);
  // Windows at the borders are lopsided; everywhere else the mean of a ramp is the ramp.
  for (let x = 30; x < 270; x++) {
    const expected = (255 * (plain[30 * 300 + x] - 0.02)) / 0.96;
    expect(Math.abs(values[x] - expected)).toBeLessThan(1);
  }
});

describe('a coarse matte', () => {
  const coarse = (width: number, height: number) => alphaTensor(width, height, () => 1);
  it.each([
    [1, 1, 50, 40],
    [1, 8, 3, 70],
    [8, 1, 70, 3],
    [64, 64, 64, 64],
    [64, 64, 20, 30],
    [256, 256, 800, 16],
  ])('of %i×%i is refined to %i×%i', (width, height, toWidth, toHeight) => {
    const guide = paint(toWidth, toHeight, (x, y) => [x, y, 0]);
    const matte = refined(coarse(width, height), guide);
    expect([matte.width, matte.height, matte.data.length]).toEqual([toWidth, toHeight, toWidth * toHeight]);
    expect(matte.data.every((value) => value === 255)).toBe(true);
  });

  it('every pixel of a wide matte is reached', () => {
    for (const width of [97, 128, 331]) {
      const matte = refined(
        alphaTensor(31, 9, (x) => x / 30),
        paint(width, 40, (x) => [(x * 255) / width, 0, 0]),
      );
      const values = row(matte, 20);
      for (let x = 1; x < width; x++) expect(values[x]).toBeGreaterThanOrEqual(values[x - 1] - 2);
      expect([values[0], values[width - 1]]).toEqual([0, 255]);
    }
  });
});

it('the slopes are those of the given copy, resized to the coarse size', () => {
  const guide = paint(120, 90, (x, y) => [x * 2, y * 2, (x ^ y) & 255]);
  const coarse = alphaTensor(40, 30, (x, y) => clamp((x + y - 30) / 8));
  const sized = runToEnd(resize(guide, 40, 30));
  expect(sameBytes(runToEnd(refineMatte(coarse, guide, OPTIONS, sized)).data, refined(coarse, guide).data)).toBe(true);
  const larger = runToEnd(resize(guide, 60, 45));
  const twice = runToEnd(resize(larger, 40, 30));
  const byCopy = (copy: Picture) => runToEnd(refineMatte(coarse, guide, OPTIONS, copy)).data;
  expect(sameBytes(byCopy(larger), byCopy(twice))).toBe(true);
  expect(sameBytes(byCopy(paint(41, 30, () => [0, 0, 0])), byCopy(sized))).toBe(false);
});

describe('on a large picture', () => {
  const guide = paint(2400, 1600, (x, y) => [x & 255, y & 255, 128]);
  const coarse = alphaTensor(96, 64, (x) => clamp((x - 20) / 50));

  it('tells its progress, rising within 0..1', async () => {
    const told: number[] = [];
    for (const fraction of refineMatte(coarse, guide)) told.push(fraction);
    expect(told.length).toBeGreaterThan(20);
    expect(told.every((value) => value >= 0 && value <= 1)).toBe(true);
    expect(told.slice(told.indexOf(0.3))).toEqual(told.slice(told.indexOf(0.3)).sort((a, b) => a - b));
  });

  it('stops in the middle when aborted', async () => {
    slowClock();
    const abort = new AbortController();
    let told = 0;
    const job = drive(refineMatte(coarse, guide), abort.signal, () => {
      told++;
      abort.abort();
    });
    await expect(job).rejects.toMatchObject({ name: 'AbortError' });
    expect(told).toBe(1);
  });
});
