import { describe, expect, it } from 'vitest';
import { newMatte, newPicture } from '../../../shared/image/picture.ts';
import { closeUp, placeMatte, placePicture } from '../../../shared/person/close-up.ts';
import { alphaTensor } from '../../fixtures/pixels.ts';

/** A matte that is 1 in a box of shares of the picture. */
const seen = (left: number, top: number, right: number, bottom: number) =>
  alphaTensor(100, 100, (x, y) => (x >= left && x < right && y >= top && y < bottom ? 1 : 0));

describe('a close-up', () => {
  it('holds the person and a fifth of their longer side around them', () => {
    expect(closeUp(seen(50, 40, 60, 70), { width: 2000, height: 1000 })).toEqual({
      x: 940,
      y: 340,
      width: 320,
      height: 420,
    });
  });

  it('ends where the picture does', () => {
    expect(closeUp(seen(0, 70, 20, 100), { width: 1000, height: 1000 })).toEqual({
      x: 0,
      y: 640,
      width: 260,
      height: 360,
    });
  });

  it('holds everybody', () => {
    const two = alphaTensor(100, 100, (x, y) => (y > 60 && y < 80 && (x === 20 || x === 40) ? 0.9 : 0.3));
    const { x, width } = closeUp(two, { width: 1000, height: 1000 })!;
    expect([x < 200, x + width > 410]).toEqual([true, true]);
  });

  it('is not taken where it would show the person hardly larger, and not of nobody', () => {
    expect(closeUp(seen(20, 10, 80, 100), { width: 1000, height: 1000 })).toBeUndefined();
    // A short side that stays limits what a network sees, however narrow the person.
    expect(closeUp(seen(45, 0, 55, 100), { width: 1500, height: 1000 })).toBeDefined();
    expect(closeUp(seen(10, 0, 90, 100), { width: 3000, height: 1000 })).toBeUndefined();
    expect(closeUp(seen(0, 0, 0, 0), { width: 1000, height: 1000 })).toBeUndefined();
  });
});

it('a part goes back to its place, nothing around it', () => {
  const box = { x: 2, y: 1, width: 2, height: 2 };
  const matte = { ...newMatte(2, 2), data: Uint8ClampedArray.of(1, 2, 3, 4) };
  expect([...placeMatte(matte, box, { width: 5, height: 4 }).data]).toEqual([
    0, 0, 0, 0, 0, 0, 0, 1, 2, 0, 0, 0, 3, 4, 0, 0, 0, 0, 0, 0,
  ]);
  const picture = newPicture(2, 2);
  picture.data.fill(7);
  const placed = placePicture(picture, box, { width: 5, height: 4 });
  expect([placed.width, placed.height, placed.data.filter((value) => value === 7).length]).toEqual([5, 4, 16]);
  expect([...placed.data.subarray((1 * 5 + 2) * 4, (1 * 5 + 2) * 4 + 4)]).toEqual([7, 7, 7, 7]);
});
