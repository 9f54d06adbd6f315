import { describe, expect, it } from 'vitest';
import { boundaryF } from '../../../models/metrics/boundary.ts';
import { dice, iou } from '../../../models/metrics/overlap.ts';
import { matteOf } from '../../fixtures/pixels.ts';

const mask = (inside: (x: number, y: number) => boolean) => matteOf(60, 40, (x, y) => (inside(x, y) ? 255 : 0));
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
  ])('is as defined: %s', (_, found, truth, expected) => {
    expect(iou(found, truth)).toBeCloseTo(expected, 9);
  });
});

describe('Dice', () => {
  it.each([
    ['the same', square(10), square(10), 1],
    ['half overlapping', square(10), square(20), (2 * 10) / (20 + 20)],
    ['found inside of truth', mask((x) => x < 15), mask((x) => x < 30), (2 * 15) / 45],
    ['nothing found', nothing, square(10), 0],
    ['both empty', nothing, nothing, 1],
  ])('is as defined: %s', (_, found, truth, expected) => {
    expect(dice(found, truth)).toBeCloseTo(expected, 9);
  });
});

it('a matte counts as person from one half on', () => {
  const faint = matteOf(60, 40, () => 127);
  const firm = matteOf(60, 40, () => 128);
  expect([iou(faint, everything), iou(firm, everything)]).toEqual([0, 1]);
});

it('mattes of different sizes are refused', () => {
  const other = matteOf(60, 41, () => 255);
  for (const metric of [iou, dice, boundaryF]) expect(() => metric(other, everything)).toThrow(RangeError);
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
  ])('is as defined: %s', (_, found, truth, expected) => {
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
