import { expect, it } from 'vitest';
import { resizePlane } from '../../../shared/image/plane.ts';
import { randomInts } from '../../fixtures/random.ts';

const resized = (values: number[], width: number, height: number, toWidth: number, toHeight: number) => [
  ...resizePlane(Float32Array.from(values), width, height, toWidth, toHeight),
];

it('a plane is interpolated between pixel centres, and its edges are replicated', () => {
  expect(resized([0, 1], 2, 1, 4, 1)).toEqual([0, 0.25, 0.75, 1]);
  expect(resized([0, 1], 1, 2, 1, 4)).toEqual([0, 0.25, 0.75, 1]);
  expect(resized([0, 1, 2, 3], 2, 2, 3, 3)).toEqual([0, 0.5, 1, 1, 1.5, 2, 2, 2.5, 3]);
});

it('a plane that shrinks is sampled in the middle', () => {
  expect(resized([0, 1, 2, 3], 4, 1, 2, 1)).toEqual([0.5, 2.5]);
});

it('a plane resized to its own size stays the same', () => {
  const random = randomInts(4);
  const plane = Float32Array.from({ length: 35 }, () => random(100));
  expect(resizePlane(plane, 7, 5, 7, 5)).toEqual(plane);
});

it('a single value gives any size, and results stay within the range of the plane', () => {
  expect(resized([0.5], 1, 1, 3, 2)).toEqual([0.5, 0.5, 0.5, 0.5, 0.5, 0.5]);
  const random = randomInts(9);
  const plane = Array.from({ length: 12 }, () => random(2));
  expect(resized(plane, 4, 3, 37, 23).every((value) => value >= 0 && value <= 1)).toBe(true);
});
