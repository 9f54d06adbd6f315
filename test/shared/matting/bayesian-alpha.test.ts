import { describe, expect, it } from 'vitest';
import type { Colour, Matte, Picture } from '../../../shared/image/picture.ts';
import { estimateAlpha } from '../../../shared/matting/bayesian-alpha.ts';
import { buildColourModel } from '../../../shared/matting/colour-model.ts';
import { runToEnd } from '../../../shared/steps.ts';
import { matteOf, paint, sameBytes } from '../../fixtures/pixels.ts';
import { randomInts } from '../../fixtures/random.ts';

const SIZE = 160;
const mat = (picture: Picture, matte: Matte): Matte =>
  runToEnd(estimateAlpha(picture, matte, runToEnd(buildColourModel(picture, matte))));

/** A trunk, then strands two pixels wide every eight, up to x = 110. */
const strand = (x: number, y: number) => (x < 40 ? 1 : x < 110 && y % 8 < 2 ? 1 : 0);
/** What a network sees of them: fog. */
const fog = matteOf(SIZE, SIZE, (x) => (x < 40 ? 255 : x < 110 ? 255 * 0.25 : 0));
const lit = (person: Colour, ground: Colour, grain: number) => {
  const draw = randomInts(3);
  return paint(SIZE, SIZE, (x, y) => {
    const off = draw(2 * grain + 1) - grain;
    return (strand(x, y) ? person : ground).map((value) => value + off);
  });
};
const mean = ({ data }: Matte, isIn: (x: number, y: number) => boolean) => {
  const values = [...data].filter((_, i) => isIn(i % SIZE, Math.trunc(i / SIZE)));
  return values.reduce((sum, value) => sum + value, 0) / values.length;
};

describe('strands that the network saw as fog', () => {
  it('are drawn where the colours tell them apart', () => {
    const matte = mat(lit([60, 35, 20], [150, 170, 190], 6), fog);
    expect(mean(matte, (x, y) => x > 45 && x < 105 && y % 8 < 2)).toBeGreaterThan(200);
    expect(mean(matte, (x, y) => x > 45 && x < 105 && y % 8 >= 2)).toBeLessThan(20);
  });

  it('stay fog where both colours are alike', () => {
    const matte = mat(lit([120, 120, 120], [122, 121, 120], 12), fog);
    for (let i = 0; i < matte.data.length; i++) expect(Math.abs(matte.data[i] - fog.data[i])).toBeLessThan(30);
  });

  it('are drawn less boldly in colours that neither side explains', () => {
    const bold = mat(lit([60, 35, 20], [150, 170, 190], 6), fog);
    const strange = paint(SIZE, SIZE, (x, y) =>
      x < 40 ? [60, 35, 20] : x < 110 ? (y % 8 < 2 ? [60, 250, 20] : [150, 20, 190]) : [150, 170, 190],
    );
    const shy = mat(strange, fog);
    const change = ({ data }: Matte) => data.reduce((sum, value, i) => sum + Math.abs(value - fog.data[i]), 0);
    expect(change(shy)).toBeLessThan(change(bold) / 2);
  });
});

describe('a place inside a person that has the colour of the wall', () => {
  /** Skin left of x = 330, a bright wall right of it, and a bright disc: an earring, or a gap. */
  const [wide, high, left, top] = [480, 240, 240, 120];
  const from = (x: number, y: number) => Math.hypot(x - left, y - top);
  const picture = paint(wide, high, (x, y) => (x < 330 && from(x, y) > 3 ? [190, 130, 100] : [235, 235, 230]));
  const middleAsSeen = (disc: number, around: number) => {
    const edge = (x: number) => Math.min(1, Math.max(0, (332 - x) / 4));
    const seen = matteOf(wide, high, (x, y) => 255 * (from(x, y) <= 3 ? disc : from(x, y) < 10 ? around : edge(x)));
    return mat(picture, seen).data[top * wide + left];
  };

  it('stays, where the network saw a whole person around: an earring', () => {
    expect(middleAsSeen(0.85, 1)).toBeGreaterThan(255 * 0.84);
  });

  it('opens, where the network saw a break around, or more of the wall than of the person: a gap', () => {
    expect(middleAsSeen(0.85, 0.8)).toBeLessThan(255 * 0.5);
    expect(middleAsSeen(0.4, 1)).toBeLessThan(255 * 0.25);
  });
});

it('what is surely inside or outside stays as it is', () => {
  const random = randomInts(9);
  const picture = paint(SIZE, SIZE, () => [random(256), random(256), random(256)]);
  const matte = matteOf(SIZE, SIZE, (x) => Math.min(255, Math.max(0, (x - 60) * 8)));
  const found = mat(picture, matte);
  expect(matte.data.every((value, i) => (value !== 0 && value !== 255) || found.data[i] === value)).toBe(true);
});

it.each([
  [1, 1],
  [3, 400],
  [700, 5],
])('alpha is estimated in pictures of %i×%i, and in a matte that is sure of nothing', (width, height) => {
  const picture = paint(width, height, (x, y) => [x % 256, y % 256, 60]);
  const unsure = matteOf(width, height, () => 128);
  const found = mat(picture, unsure);
  expect([found.width, found.height, found.data.length]).toEqual([width, height, width * height]);
  expect(sameBytes(unsure.data, matteOf(width, height, () => 128).data)).toBe(true);
});
