import { describe, expect, it } from 'vitest';
import type { Matte, Picture } from '../../../shared/image/picture.ts';
import { buildColourModel, GAUSSIAN, MODEL, modelReader } from '../../../shared/matting/colour-model.ts';
import { runToEnd } from '../../../shared/steps.ts';
import { matteOf, paint } from '../../fixtures/pixels.ts';

const readerOf = (picture: Picture, matte: Matte) => modelReader(runToEnd(buildColourModel(picture, matte)), picture);

describe('before a wall, with a band between', () => {
  // Red of ±20 at the left, blue that grows downwards at the right, their mixture between.
  const red = (x: number, y: number) => [200 + ((x + y) & 1 ? 20 : -20), 40, 30];
  const blue = (y: number) => [20, 30, 100 + y / 2];
  const alpha = (x: number) => Math.min(1, Math.max(0, (130 - x) / 40));
  const picture = paint(240, 200, (x, y) =>
    red(x, y).map((value, c) => alpha(x) * value + (1 - alpha(x)) * blue(y)[c]),
  );
  const read = readerOf(
    picture,
    matteOf(240, 200, (x) => 255 * alpha(x)),
  );

  it('both are known in the middle of the band, where neither is seen', () => {
    const m = read(110, 100);
    for (const [c, value] of [200, 40, 30].entries()) expect(Math.abs(m[c] - value)).toBeLessThan(6);
    for (const [c, value] of [20, 30, 150].entries()) expect(Math.abs(m[GAUSSIAN + c] - value)).toBeLessThan(6);
  });

  it('means follow the picture: the wall is brighter below', () => {
    const above = read(115, 30)[GAUSSIAN + 2];
    expect(read(115, 170)[GAUSSIAN + 2] - above).toBeGreaterThan(25);
  });

  it('the covariance is that of the colours: only red varies in the foreground', () => {
    const m = [...read(110, 100)];
    expect(m[3]).toBeGreaterThan(300);
    for (const field of [4, 5, 7]) expect(Math.abs(m[field])).toBeLessThan(40);
    expect(m[6]).toBeLessThan(30);
  });
});

it('a model is read alike in any order', () => {
  const picture = paint(90, 70, (x, y) => [x * 2, y * 3, (x * y) & 255]);
  const matte = matteOf(90, 70, (x, y) => (x + y) * 1.6);
  const [forth, back] = [readerOf(picture, matte), readerOf(picture, matte)];
  const seen = new Map<number, number[]>();
  for (let i = 0; i < 90 * 70; i += 7) seen.set(i, [...forth(i % 90, Math.trunc(i / 90))]);
  for (const [i, fields] of [...seen].reverse()) expect([...back(i % 90, Math.trunc(i / 90))]).toEqual(fields);
});

it('pixels that are invisible in the picture tell nothing', () => {
  const picture = paint(60, 60, (x) => (x < 30 ? [200, 100, 50] : [0, 255, 0, x < 50 ? 0 : 255]));
  const read = readerOf(
    picture,
    matteOf(60, 60, (x) => (x < 30 ? 255 : 255 * Number(x < 50))),
  );
  expect([...read(40, 30).subarray(0, 3)].map(Math.round)).toEqual([200, 100, 50]);
});

it('there is a model even where nothing is sure', () => {
  const picture = paint(40, 30, () => [120, 60, 90]);
  const read = readerOf(
    picture,
    matteOf(40, 30, () => 128),
  );
  const m = read(20, 15);
  expect(m.length).toBe(MODEL);
  for (const first of [0, GAUSSIAN]) expect([...m.subarray(first, first + 3)].map(Math.round)).toEqual([120, 60, 90]);
});
