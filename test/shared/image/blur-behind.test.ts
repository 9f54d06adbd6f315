import { expect, test } from 'vitest';
import { blurBehind } from '../../../shared/image/blur-behind.ts';
import { newPicture, type Picture } from '../../../shared/image/picture.ts';
import { runToEnd } from '../../../shared/steps.ts';

/** A picture whose pixels are `at(x, y)`: red, green, blue, alpha. */
function drawn(width: number, height: number, at: (x: number, y: number) => number[]): Picture {
  const picture = newPicture(width, height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) picture.data.set(at(x, y), (y * width + x) * 4);
  }
  return picture;
}

const inMiddle = (x: number, y: number) => x >= 250 && x < 390 && y >= 100;
const pixel = ({ data, width }: Picture, x: number, y: number) => [
  ...data.subarray((y * width + x) * 4, (y * width + x) * 4 + 4),
];

test('nothing of the person spreads into the blurred background', () => {
  const photo = drawn(640, 400, (x, y) => (inMiddle(x, y) ? [255, 0, 0, 255] : [20, 60, 200, 255]));
  const cutout = drawn(640, 400, (x, y) => [255, 0, 0, inMiddle(x, y) ? 255 : 0]);
  const blurred = runToEnd(blurBehind(photo, cutout));
  expect([blurred.width, blurred.height]).toEqual([640, 400]);
  for (const [x, y] of [
    [0, 0],
    [248, 300],
    [392, 390],
    [320, 98],
    [320, 300],
    [639, 399],
  ] as const) {
    const [red, green, blue, alpha] = pixel(blurred, x, y);
    expect([Math.abs(red - 20) <= 2, Math.abs(green - 60) <= 2, Math.abs(blue - 200) <= 2, alpha]).toEqual([
      true,
      true,
      true,
      255,
    ]);
  }
});

test('an edge of the background becomes a slope, and edges of the picture do not darken', () => {
  const photo = drawn(640, 400, (x) => (x < 320 ? [0, 0, 0, 255] : [200, 200, 200, 255]));
  const blurred = runToEnd(blurBehind(photo, newPicture(640, 400)));
  expect(pixel(blurred, 319, 200)[0]).toBeGreaterThan(80);
  expect(pixel(blurred, 319, 200)[0]).toBeLessThan(120);
  expect(pixel(blurred, 300, 200)[0]).toBeLessThan(pixel(blurred, 319, 200)[0]);
  expect(pixel(blurred, 639, 0)[0]).toBeGreaterThan(197);
});

test('the stronger it is, the farther an edge spreads', () => {
  const photo = drawn(640, 400, (x) => (x < 320 ? [0, 0, 0, 255] : [200, 200, 200, 255]));
  const beside = (strength: number) => pixel(runToEnd(blurBehind(photo, newPicture(640, 400), strength)), 290, 200)[0];
  expect(beside(0.1)).toBe(0);
  expect(beside(1)).toBeGreaterThan(2);
  expect(beside(3)).toBeGreaterThan(beside(1) + 20);
});

test('a picture that is all person keeps a colour, and sizes must agree', () => {
  const all = drawn(20, 30, () => [10, 20, 30, 255]);
  expect(pixel(runToEnd(blurBehind(all, all)), 5, 5)[3]).toBe(255);
  expect(() => runToEnd(blurBehind(all, newPicture(30, 20)))).toThrow(RangeError);
});
