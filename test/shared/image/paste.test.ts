import { expect, it } from 'vitest';
import { pasteMatte, pastePicture } from '../../../shared/image/paste.ts';
import { newMatte, newPicture } from '../../../shared/image/picture.ts';

const at = { x: 2, y: 1 };

it('a part’s matte goes to its place, nothing around it', () => {
  const whole = newMatte(5, 4);
  pasteMatte(whole, { ...newMatte(2, 2), data: Uint8ClampedArray.of(1, 2, 3, 4) }, at);
  expect([...whole.data]).toEqual([0, 0, 0, 0, 0, 0, 0, 1, 2, 0, 0, 0, 3, 4, 0, 0, 0, 0, 0, 0]);
});

it('a part’s pixels go to their place, nothing around them', () => {
  const [part, whole] = [newPicture(2, 2), newPicture(5, 4)];
  part.data.fill(7);
  pastePicture(whole, part, at);
  expect(whole.data.filter((value) => value === 7).length).toBe(16);
  expect([...whole.data.subarray((1 * 5 + 2) * 4, (1 * 5 + 2) * 4 + 4)]).toEqual([7, 7, 7, 7]);
});
