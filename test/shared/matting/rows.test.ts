import { describe, expect, it } from 'vitest';
import { cropMatte } from '../../../shared/image/compose.ts';
import type { Matte, Picture, Tensor } from '../../../shared/image/picture.ts';
import { resize, rowResizer } from '../../../shared/image/resize.ts';
import { newRows, type Rows, rowOf } from '../../../shared/image/rows/rows.ts';
import { alphaEstimator, estimateAlpha, ringOf } from '../../../shared/matting/bayesian-alpha.ts';
import { buildColourModel, colourSums } from '../../../shared/matting/colour-model.ts';
import { DETAIL, estimateForeground, foregroundEstimator, smearSums } from '../../../shared/matting/foreground.ts';
import { refineMatte, refiner } from '../../../shared/matting/guided-filter.ts';
import { runToEnd } from '../../../shared/steps.ts';
import { paint, sameBytes } from '../../fixtures/pixels.ts';

const [WIDTH, HEIGHT] = [150, 400];

/** A red disc with a hairy edge before a blue ground; a part of it transparent. */
const picture: Picture = paint(WIDTH, HEIGHT, (x, y) => {
  const inside = Math.hypot(x - 75, y - 200) + 6 * Math.sin(x * y) < 60;
  const shade = (x * 7 + y * 13) % 30;
  return inside ? [200 + shade, 40 + shade, 30, 255] : [20, 60 + shade, 190 + shade, y > 380 ? 90 : 255];
});
const small = runToEnd(resize(picture, 30, 80));
const coarse: Tensor = {
  dims: [1, 1, 80, 30],
  data: Float32Array.from({ length: 80 * 30 }, (_, i) => (small.data[i * 4] - 20) / 200),
};
const matte = runToEnd(refineMatte(coarse, picture, {}, small));
const model = runToEnd(buildColourModel(picture, matte));
const alpha = runToEnd(estimateAlpha(picture, matte, model));
const cutout = runToEnd(estimateForeground(picture, alpha, model));

/** The latest rows of a picture or a matte, as if no others were in memory. */
function* windowsOf(whole: Picture | Matte, channels: 1 | 4, kept: number): Generator<Rows> {
  const rows = newRows(whole, channels, kept);
  const length = WIDTH * channels;
  for (let y = 0; y < HEIGHT; y++) {
    rows.data.set(whole.data.subarray(y * length, (y + 1) * length), rowOf(rows, y) * length);
    yield rows;
  }
}

/** All rows that `make` writes, of which one is kept at a time. */
function collected(channels: 1 | 4, make: (y: number, to: Rows) => void): Uint8ClampedArray {
  const all = new Uint8ClampedArray(WIDTH * HEIGHT * channels);
  const row = newRows(picture, channels, 1);
  for (let y = 0; y < HEIGHT; y++) {
    make(y, row);
    all.set(row.data, y * row.data.length);
  }
  return all;
}

/** The next rows of a window until row `y`, or the last one, is in it. */
function reach(rows: Generator<Rows>) {
  let at = -1;
  let seen: Rows;
  return (y: number): Rows => {
    for (; at < Math.min(y, HEIGHT - 1); at++) seen = rows.next().value;
    return seen;
  };
}

describe('work by rows gives what work on the whole picture gives', () => {
  it('when a picture is resized', () => {
    for (const to of [
      { width: 31, height: 77 },
      { width: 150, height: 400 },
      { width: 200, height: 811 },
    ]) {
      const found = newRows(to, 4, 1);
      const add = rowResizer(picture, found);
      const whole = runToEnd(resize(picture, to.width, to.height));
      let [y, made] = [0, 0];
      for (const rows of windowsOf(picture, 4, 1)) {
        for (const row of add(rows, y++)) {
          expect(row).toBe(made++);
          const expected = whole.data.subarray(row * to.width * 4, (row + 1) * to.width * 4);
          expect(sameBytes(found.data, expected), `row ${row} of ${to.width}`).toBe(true);
        }
      }
      expect(made).toBe(to.height);
    }
  });

  it('when a matte is refined', () => {
    const { row } = refiner(coarse, small, picture);
    const rows = reach(windowsOf(picture, 4, 1));
    const found = collected(1, (y, to) => row(rows(y), y, to));
    expect(sameBytes(found, matte.data)).toBe(true);
  });

  it('and what a matte needs of the picture is known before', () => {
    const refined = refiner(coarse, small, picture);
    const [size, seen] = [20, { background: 0, mixed: 0 }];
    for (let y = 0; y < HEIGHT - size; y += size) {
      for (let x = 0; x < WIDTH - size; x += size) {
        const inside = cropMatte(matte, { x, y, width: size, height: size }).data;
        const box = { x, y, width: size, height: size };
        if (!refined.isVisible(box)) expect(Math.max(...inside)).toBe(0);
        if (!refined.isMixed(box)) expect(inside.every((value) => value === inside[0])).toBe(true);
        seen.background += Number(!refined.isVisible(box));
        seen.mixed += Number(refined.isMixed(box));
      }
    }
    expect(seen.background).toBeGreaterThan(20);
    expect(seen.mixed).toBeGreaterThan(10);
  });

  it('when colours are learnt', () => {
    const sums = colourSums(picture);
    const [pictures, mattes] = [reach(windowsOf(picture, 4, 1)), reach(windowsOf(matte, 1, 1))];
    for (let y = 0; y < HEIGHT; y++) sums.add(pictures(y), mattes(y), y);
    expect(sums.model()).toEqual(model);
  });

  it('when alpha is estimated', () => {
    const ring = ringOf(picture);
    const row = alphaEstimator(picture, model);
    const [pictures, mattes] = [reach(windowsOf(picture, 4, 1)), reach(windowsOf(matte, 1, 2 * ring + 1))];
    const found = collected(1, (y, to) => row(pictures(y), mattes(y + ring), y, to));
    expect(sameBytes(found, alpha.data)).toBe(true);
    expect(sameBytes(alpha.data, matte.data)).toBe(false);
  });

  it('when the foreground is estimated', () => {
    const sums = smearSums(picture, model);
    for (let y = 0; y < HEIGHT; y++) if (sums.wants(y)) sums.add(picture, alpha, y);
    const row = foregroundEstimator(picture, model, sums.smear());
    const [pictures, alphas] = [reach(windowsOf(picture, 4, 1)), reach(windowsOf(alpha, 1, 2 * DETAIL + 1))];
    const found = collected(4, (y, to) => row(pictures(y), alphas(y + DETAIL), y, to));
    expect(sameBytes(found, cutout.data)).toBe(true);
  });
});
