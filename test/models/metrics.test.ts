import { describe, expect, it } from 'vitest';
import { boundaryF, iou, type Mask } from '../../models/metrics.ts';

const mask = (inside: (x: number, y: number) => boolean, width = 60, height = 40): Mask => ({
  width,
  height,
  data: Uint8Array.from({ length: width * height }, (_, i) => Number(inside(i % width, Math.trunc(i / width)))),
});
/** A square of 20 whose left upper corner is at (x, y). */
const square = (left: number, top = 10) => mask((x, y) => x >= left && x < left + 20 && y >= top && y < top + 20);
const nothing = mask(() => false);
const everything = mask(() => true);

describe('intersection over union', () => {
  it.each([
    ['the same', square(10), square(10), 1],
    ['half overlapping', square(10), square(20), 10 / 30],
    ['apart', square(5), square(30), 0],
    ['found inside of truth', mask((x) => x < 15), mask((x) => x < 30), 0.5],
    ['nothing found', nothing, square(10), 0],
    ['found where nothing is', square(10), nothing, 0],
    ['both empty', nothing, nothing, 1],
    ['both full', everything, everything, 1],
  ])('%s', (_, found, truth, expected) => {
    expect(iou(found, truth)).toBeCloseTo(expected, 9);
  });
});

describe('boundary F', () => {
  it.each([
    ['the same', square(10), square(10), 1],
    ['off by as much as is tolerated', square(13), square(10), 1],
    ['apart', square(5), square(35), 0],
    ['nothing found', nothing, square(10), 0],
    ['found where nothing is', square(10), nothing, 0],
    ['both empty', nothing, nothing, 1],
    ['both full: the picture’s border is no boundary', everything, everything, 1],
  ])('%s', (_, found, truth, expected) => {
    expect(boundaryF(found, truth)).toBeCloseTo(expected, 9);
  });

  it('counts the boundary pixels within tolerance, by hand', () => {
    // Two straight edges, of which one is off by four: precision and recall are a half each.
    const found = mask((x) => x >= 10 && x < 34);
    const truth = mask((x) => x >= 10 && x < 30);
    expect(boundaryF(found, truth)).toBeCloseTo(0.5, 9);
    expect(boundaryF(found, truth, 4)).toBeCloseTo(1, 9);
    // One edge found of two: precision 1, recall 1/2.
    const half = mask((x) => x >= 10);
    expect(boundaryF(half, truth)).toBeCloseTo(2 / 3, 9);
  });

  it('falls with the distance', () => {
    const scores = [0, 2, 4, 6, 12].map((off) => boundaryF(square(10 + off), square(10), 1));
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    expect(scores[0]).toBe(1);
    expect(scores[4]).toBeLessThan(0.6);
  });
});
