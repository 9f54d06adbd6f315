import { describe, expect, it } from 'vitest';
import { composeOnColour, composeOnPicture, cover, crop, cropMatte } from '../../../shared/image/compose.ts';
import { parseColour } from '../../../shared/image/parse-colour.ts';
import { runToEnd } from '../../../shared/steps.ts';
import { paint, pixelAt } from '../../fixtures/pixels.ts';

const cutout = paint(3, 1, (x) => [200, 100, 50, [0, 51, 255][x]]);

describe('a cutout laid over', () => {
  it('a colour leaves nothing transparent', () => {
    const result = composeOnColour(cutout, [0, 255, 100]);
    expect([0, 1, 2].map((x) => pixelAt(result, x, 0))).toEqual([
      [0, 255, 100, 255],
      [40, 224, 90, 255],
      [200, 100, 50, 255],
    ]);
  });

  it('an opaque picture shows that picture where it is transparent', () => {
    const result = composeOnPicture(
      cutout,
      paint(3, 1, () => [0, 255, 100]),
    );
    expect(result).toEqual(composeOnColour(cutout, [0, 255, 100]));
  });

  it('a picture with transparency of its own keeps what both leave open', () => {
    const result = composeOnPicture(
      paint(2, 1, (x) => [200, 100, 0, x ? 0 : 128]),
      paint(2, 1, (x) => [0, 100, 200, x ? 0 : 255]),
    );
    expect(pixelAt(result, 0, 0)).toEqual([100, 100, 100, 255]);
    expect(pixelAt(result, 1, 0)).toEqual([0, 0, 0, 0]);
    const half = composeOnPicture(
      paint(1, 1, () => [255, 0, 0, 0]),
      paint(1, 1, () => [10, 20, 30, 77]),
    );
    expect(pixelAt(half, 0, 0)).toEqual([10, 20, 30, 77]);
  });

  it('a picture of another size is refused', () => {
    expect(() =>
      composeOnPicture(
        cutout,
        paint(1, 3, () => [0, 0, 0]),
      ),
    ).toThrow(RangeError);
  });
});

it('crop is the part inside of the box', () => {
  const part = crop(
    paint(6, 5, (x, y) => [x, y, 0]),
    { x: 1, y: 2, width: 3, height: 2 },
  );
  expect([part.width, part.height]).toEqual([3, 2]);
  expect(pixelAt(part, 2, 1)).toEqual([3, 3, 0, 255]);
});

it('cropMatte is the part of a matte inside of the box', () => {
  const matte = { width: 4, height: 3, data: Uint8ClampedArray.from({ length: 12 }, (_, i) => i) };
  expect([...cropMatte(matte, { x: 1, y: 1, width: 2, height: 2 }).data]).toEqual([5, 6, 9, 10]);
});

describe('cover', () => {
  const reds = (width: number, height: number, toWidth: number, toHeight: number) => {
    const picture = paint(width, height, (x) => [x * 10, 0, 0]);
    const result = runToEnd(cover(picture, toWidth, toHeight));
    expect([result.width, result.height]).toEqual([toWidth, toHeight]);
    return Array.from({ length: toWidth }, (_, x) => pixelAt(result, x, 0)[0]);
  };

  it('crops what sticks out, about the middle', () => {
    expect(reds(8, 2, 4, 2)).toEqual([20, 30, 40, 50]);
    expect(reds(4, 8, 4, 4)).toEqual([0, 10, 20, 30]);
  });

  it('scales to fill', () => {
    expect(reds(16, 4, 4, 2)).toEqual([45, 65, 85, 105]);
    expect(reds(2, 1, 4, 2)).toEqual([0, 2, 8, 10]);
  });

  it('makes a whole area of a single pixel’s colour', () => {
    expect(reds(1, 1, 5, 3)).toEqual([0, 0, 0, 0, 0]);
  });
});

it.each([
  ['#00ff00', [0, 255, 0]],
  ['#0F8', [0, 255, 136]],
  ['#A1b2C3', [161, 178, 195]],
  ['white', [255, 255, 255]],
  ['Grey', [128, 128, 128]],
  ['#00ff0', undefined],
  ['00ff00', undefined],
  ['#12345678', undefined],
  ['', undefined],
  ['beach.jpg', undefined],
  ['constructor', undefined],
])('the colour %j is read, or is none', (text, colour) => {
  expect(parseColour(text)).toEqual(colour);
});
