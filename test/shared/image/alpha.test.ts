import { expect, it } from 'vitest';
import { alphaOf, greyPicture } from '../../../shared/image/alpha.ts';

it('a matte as a grey picture is opaque, and a picture’s alpha is a matte', () => {
  const matte = { width: 2, height: 1, data: Uint8ClampedArray.of(7, 200) };
  const grey = greyPicture(matte);
  expect([...grey.data]).toEqual([7, 7, 7, 255, 200, 200, 200, 255]);
  expect([...alphaOf(grey).data]).toEqual([255, 255]);
  expect([...alphaOf({ ...grey, data: Uint8ClampedArray.of(1, 2, 3, 4, 5, 6, 7, 8) }).data]).toEqual([4, 8]);
});
