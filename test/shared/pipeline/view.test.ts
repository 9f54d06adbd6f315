import { expect, it } from 'vitest';
import { newPicture } from '../../../shared/image/picture.ts';
import { rowsOfPicture } from '../../../shared/image/rows/row-source.ts';
import { sharper } from '../../../shared/pipeline/view.ts';

const small = newPicture(300, 200);
const large = newPicture(1200, 800);
const sized = newPicture(768, 512);

it.each([
  ['a small picture itself, which was enlarged', small, small],
  ['the sized copy of a large picture', large, sized],
  ['the sized copy of a picture in strips', rowsOfPicture(small), sized],
])('smaller copies are made from %s', (_, picture, from) => {
  expect(sharper(picture, sized)).toBe(from);
});
