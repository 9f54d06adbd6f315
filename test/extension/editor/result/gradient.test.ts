import { expect, test } from 'vitest';
import { gradientPicture } from '../../../../extension/editor/result/gradient.ts';

const FROM = [0, 100, 200] as const;
const TO = [200, 100, 0] as const;
const gradient = (angle: number, width: number, height: number) => {
  const { data } = gradientPicture({ from: FROM, to: TO, angle }, width, height);
  return (x: number, y: number) => [...data.subarray((y * width + x) * 4, (y * width + x) * 4 + 4)];
};

test.each([
  [0, { x: 0, y: 99 }, { x: 0, y: 0 }],
  [90, { x: 0, y: 0 }, { x: 99, y: 0 }],
  [180, { x: 0, y: 0 }, { x: 0, y: 99 }],
  [270, { x: 99, y: 0 }, { x: 0, y: 0 }],
])('at %s° it goes from one side to the other', (angle, first, last) => {
  const at = gradient(angle, 100, 100);
  expect(at(first.x, first.y)).toEqual([1, 100, 199, 255]);
  expect(at(last.x, last.y)).toEqual([199, 100, 1, 255]);
});

test('aslant it just reaches the corners, and the middle is half of both', () => {
  const at = gradient(135, 201, 101);
  expect(at(0, 0)[0]).toBeLessThan(2);
  expect(at(200, 100)[0]).toBeGreaterThan(198);
  expect(at(100, 50)).toEqual([100, 100, 100, 255]);
  for (let x = 1; x < 201; x++) expect(at(x, 50)[0]).toBeGreaterThanOrEqual(at(x - 1, 50)[0]);
});
