import { describe, expect, it } from 'vitest';
import { newPicture, type Picture } from '../../../shared/image/picture.ts';
import { runToEnd } from '../../../shared/steps.ts';
import { cropBox } from '../../../worker/layout/crop-box.ts';
import { foregroundBox } from '../../../worker/layout/foreground-box.ts';
import { inSent } from '../../../worker/layout/in-sent.ts';
import { type Layout, layOut } from '../../../worker/layout/lay-out.ts';
import { placeOf } from '../../../worker/layout/place.ts';
import { regionOf } from '../../../worker/layout/region.ts';

/** Visible in a box of 20 × 10 pixels, at 30 and 40, and faintly once outside of it. */
function cutout(): Picture {
  const picture = newPicture(100, 80);
  for (let y = 40; y < 50; y++)
    for (let x = 30; x < 50; x++) picture.data.fill(255, (y * 100 + x) * 4, (y * 100 + x + 1) * 4);
  picture.data[3] = 12;
  return picture;
}
const BOX = { x: 30, y: 40, width: 20, height: 10 };
const SIZE = { width: 100, height: 80 };

describe('layout', () => {
  it('finds what is visible', () => {
    expect(foregroundBox(cutout())).toEqual(BOX);
    expect(foregroundBox(newPicture(3, 3))).toBeUndefined();
  });

  it('crops with margins, as far as the picture goes', () => {
    expect(cropBox(BOX, SIZE)).toEqual(BOX);
    expect(cropBox(BOX, SIZE, '10%')).toEqual({ x: 28, y: 39, width: 24, height: 12 });
    expect(cropBox(BOX, SIZE, '1px 2px')).toEqual({ x: 28, y: 39, width: 24, height: 12 });
    expect(cropBox(BOX, SIZE, '1px 2px 3px 4px')).toEqual({ x: 26, y: 39, width: 26, height: 14 });
    expect(cropBox(BOX, SIZE, '99999px')).toEqual({ x: 0, y: 0, ...SIZE });
  });

  it('places what was cut out', () => {
    expect(placeOf(BOX, SIZE)).toEqual(BOX);
    expect(placeOf(BOX, SIZE, 'original', 'center')).toEqual({ ...BOX, x: 40, y: 35 });
    expect(placeOf(BOX, SIZE, undefined, '0% 100%')).toEqual({ ...BOX, x: 0, y: 70 });
    expect(placeOf(BOX, SIZE, '100%')).toEqual({ x: 0, y: 15, width: 100, height: 50 });
    expect(placeOf(BOX, SIZE, '10%', 'original')).toEqual({ x: 35, y: 43, width: 10, height: 5 });
    expect(placeOf({ x: 0, y: 0, width: 1, height: 1 }, { width: 1, height: 1 }, '10%')).toMatchObject({
      width: 1,
      height: 1,
    });
  });

  it.each<[Layout, object, object]>([
    [{}, SIZE, BOX],
    [{ crop: 'person' }, { width: 20, height: 10 }, { x: 0, y: 0, width: 20, height: 10 }],
    [
      { crop: 'person', margin: '10px' },
      { width: 40, height: 30 },
      { x: 10, y: 10, width: 20, height: 10 },
    ],
    [
      { crop: 'person', margin: '10px', scale: '50%' },
      { width: 40, height: 30 },
      { x: 10, y: 10, width: 20, height: 10 },
    ],
    [{ scale: '50%', position: '50% 100%' }, SIZE, { x: 25, y: 55, width: 50, height: 25 }],
  ])('lays out %j, and tells where', (layout, size, box) => {
    const { cutout: laid, foreground } = runToEnd(layOut(cutout(), layout));
    expect(laid).toMatchObject(size);
    expect(foreground).toEqual(box);
    expect(foregroundBox(laid)).toEqual(box);
  });

  it('leaves alone where nothing is visible', () => {
    const empty = newPicture(4, 4);
    expect(runToEnd(layOut(empty, { crop: 'person', scale: '100%' }))).toEqual({ cutout: empty });
  });

  it('looks for people in a part, whatever became of the size', () => {
    expect(regionOf('0 0 50% 100%', SIZE, SIZE)).toEqual({ x: 0, y: 0, width: 50, height: 80 });
    expect(regionOf('20px 20px 80px 99999px', SIZE, { width: 50, height: 40 })).toEqual({
      x: 10,
      y: 10,
      width: 30,
      height: 30,
    });
    for (const roi of ['0 0 15px 80px', '80px 0 20px 80px']) expect(() => regionOf(roi, SIZE, SIZE)).toThrow('roi');
  });

  it('tells where in the picture that was sent', () => {
    expect(inSent(BOX, { x: 0, y: 0 }, SIZE, SIZE)).toEqual(BOX);
    const beyond = { x: -0.6, y: -3, width: 20, height: 30 };
    expect(inSent(beyond, { x: 0, y: 0 }, SIZE, SIZE)).toEqual({ x: 0, y: 0, width: 20, height: 27 });
    expect(inSent(BOX, { x: 5, y: 10 }, SIZE, { width: 200, height: 160 })).toEqual({
      x: 70,
      y: 100,
      width: 40,
      height: 20,
    });
    expect(inSent({ x: 97, y: 70, width: 3, height: 10 }, { x: 0, y: 0 }, SIZE, { width: 150, height: 121 })).toEqual({
      x: 145,
      y: 105,
      width: 5,
      height: 16,
    });
  });
});
