import { expect, test } from 'vitest';
import { adjustEdges } from '../../../../extension/editor/matte/edges.ts';
import { type Matte, newMatte } from '../../../../shared/image/picture.ts';
import { runToEnd } from '../../../../shared/steps.ts';
import { randomInts } from '../../../fixtures/random.ts';

const adjust = (matte: Matte, shift: number, feather = 0) => runToEnd(adjustEdges(matte, { shift, feather }));

/** A matte by a function of the place. */
function matteOf(width: number, height: number, alpha: (x: number, y: number) => number): Matte {
  const matte = newMatte(width, height);
  for (let i = 0; i < matte.data.length; i++) matte.data[i] = alpha(i % width, Math.floor(i / width));
  return matte;
}

const area = ({ data }: Matte) => data.reduce((sum, alpha) => sum + alpha / 255, 0);
const disc = (radius: number) => matteOf(600, 580, (x, y) => (Math.hypot(x - 300, y - 290) <= radius ? 255 : 0));

test('a disc that is moved outwards or inwards is the disc of the other radius, across the squares it is worked on in', () => {
  for (const shift of [1, 6, -1, -6]) {
    const moved = adjust(disc(200), shift);
    const wanted = disc(200 + shift);
    const wrong = moved.data.reduce((count, alpha, i) => count + Number(Math.abs(alpha - wanted.data[i]) > 128), 0);
    // A disc of pixels is not quite round.
    expect(wrong).toBeLessThan(0.25 * 2 * Math.PI * 200);
  }
});

test('the value is the largest within the disc, as counted one by one', () => {
  const below = randomInts(7);
  const matte = matteOf(40, 30, () => (below(10) < 9 ? 0 : below(256)));
  for (const radius of [1, 2, 5, 9]) {
    const { data } = adjust(matte, radius);
    for (let y = 0; y < 30; y++) {
      for (let x = 0; x < 40; x++) {
        let largest = 0;
        for (let v = 0; v < 30; v++) {
          for (let u = 0; u < 40; u++) {
            if ((u - x) ** 2 + (v - y) ** 2 <= radius ** 2) largest = Math.max(largest, matte.data[v * 40 + u]);
          }
        }
        expect(data[y * 40 + x]).toBe(largest);
      }
    }
  }
});

test('a soft edge stays as soft as it was, only elsewhere', () => {
  const ramp = (at: number) => matteOf(80, 8, (x) => 255 * Math.min(1, Math.max(0, (at - x) / 20)));
  expect(adjust(ramp(50), 4).data).toEqual(ramp(54).data);
  expect(adjust(ramp(50), -4).data).toEqual(ramp(46).data);
});

test('a fraction of a pixel moves the edge by that fraction', () => {
  const square = matteOf(100, 100, (x, y) => (x >= 30 && x < 70 && y >= 30 && y < 70 ? 255 : 0));
  const [none, half, one] = [0, 0.5, 1].map((shift) => area(adjust(square, shift)));
  expect((half - none) / (one - none)).toBeCloseTo(0.5, 1);
});

test('the picture’s own edges are no outline: a person who goes on beyond them stays whole there', () => {
  const half = matteOf(100, 60, (x) => (x < 50 ? 255 : 0));
  const { data } = adjust(half, -5, 3);
  for (let y = 0; y < 60; y++) {
    expect(data[y * 100]).toBe(255);
    expect(data[y * 100 + 99]).toBe(0);
    expect(data[y * 100 + 60]).toBe(0);
  }
});

test('softening keeps the outline’s place and spreads it', () => {
  const half = matteOf(100, 60, (x) => (x < 50 ? 255 : 0));
  const { data } = adjust(half, 0, 6);
  const row = data.subarray(30 * 100, 31 * 100);
  expect(Math.abs(row[49] + row[50] - 255)).toBeLessThanOrEqual(2);
  expect(row[43]).toBeGreaterThan(200);
  expect(row[43]).toBeLessThan(250);
  for (let x = 1; x < 100; x++) expect(row[x]).toBeLessThanOrEqual(row[x - 1]);
});

test('nothing asked for is nothing changed', () => {
  const matte = disc(100);
  expect(adjust(matte, 0).data.every((alpha, i) => alpha === matte.data[i])).toBe(true);
});
