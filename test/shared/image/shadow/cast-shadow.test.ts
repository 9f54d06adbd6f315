import { describe, expect, it } from 'vitest';
import { cropFor, cropOver, finishPicture } from '../../../../extension/editor/result/finish.ts';
import { DEFAULTS, type Settings } from '../../../../extension/editor/state/settings.ts';
import { groundOf, stickerOf } from '../../../../extension/editor/state/sticker-of.ts';
import { alphaOf } from '../../../../shared/image/alpha.ts';
import { crop } from '../../../../shared/image/compose.ts';
import { newPicture, type Picture } from '../../../../shared/image/picture.ts';
import { resize } from '../../../../shared/image/resize.ts';
import { castShadow, type ShadowKind } from '../../../../shared/image/shadow/cast-shadow.ts';
import { groundShadow } from '../../../../shared/image/shadow/ground-shadow.ts';
import { layUnder } from '../../../../shared/image/shadow/lay-under.ts';
import { runToEnd } from '../../../../shared/steps.ts';
import { paint } from '../../../fixtures/pixels.ts';

const SIZE = { width: 400, height: 300 };
const HERE = { from: { x: 0, y: 0 }, to: { x: 0, y: 0 }, scale: 1 };

/** A red post from (180, 60) to (220, 240). */
const post = () =>
  paint(SIZE.width, SIZE.height, (x, y) => [200, 30, 30, x >= 180 && x < 220 && y >= 60 && y < 240 ? 255 : 0]);

const pixel = ({ width, data }: Picture, x: number, y: number) => [
  ...data.subarray((y * width + x) * 4, (y * width + x + 1) * 4),
];

function shaded(kind: ShadowKind, shape = post()): Picture {
  const cutout = post();
  layUnder(castShadow(alphaOf(shape), SIZE, kind)!, SIZE, HERE)(cutout, 0);
  return cutout;
}

/** The furthest that two pictures of one size are apart on black and on white. */
function furthest(a: Picture, b: Picture): number {
  let most = 0;
  for (let at = 0; at < a.data.length; at += 4) {
    for (const under of [0, 255]) {
      for (let c = 0; c < 3; c++) {
        const over = ({ data }: Picture) => under + (data[at + c] - under) * (data[at + 3] / 255);
        most = Math.max(most, Math.abs(over(a) - over(b)));
      }
    }
  }
  return most;
}

describe('a shadow under a cutout', () => {
  it('on the ground lies at the feet, to the right, and nowhere else', () => {
    const picture = shaded('ground');
    expect(pixel(picture, 228, 236)[3]).toBeGreaterThan(40);
    expect(pixel(picture, 228, 236).slice(0, 3)).toEqual([0, 0, 0]);
    expect(pixel(picture, 200, 150)).toEqual([200, 30, 30, 255]);
    for (const [x, y] of [
      [228, 150],
      [150, 230],
      [320, 240],
      [200, 270],
    ]) {
      expect(pixel(picture, x, y)[3], `${x} ${y}`).toBe(0);
    }
  });

  it('straight behind falls to the right and down, around the whole figure', () => {
    const picture = shaded('drop');
    for (const y of [80, 150, 220]) {
      expect(pixel(picture, 222, y)[3]).toBeGreaterThan(30);
      expect(pixel(picture, 222, y)[3]).toBeGreaterThan(pixel(picture, 177, y)[3]);
    }
    expect([pixel(picture, 250, 150)[3], pixel(picture, 150, 150)[3]]).toEqual([0, 0]);
  });

  it.each(['ground', 'drop'] as const)('of a small copy (%s) is that of the whole within 12/255', (kind) => {
    const small = runToEnd(resize(post(), SIZE.width / 2, SIZE.height / 2));
    expect(furthest(shaded(kind), shaded(kind, small))).toBeLessThanOrEqual(12);
  });

  it('is moved and scaled with the figure, and cut off where the canvas ends', () => {
    const canvas = newPicture(200, 150);
    const cast = castShadow(alphaOf(post()), SIZE, 'ground')!;
    layUnder(cast, canvas, { from: { x: 0, y: 0 }, to: { x: 0, y: 0 }, scale: 0.5 })(canvas, 0);
    const whole = newPicture(SIZE.width, SIZE.height);
    layUnder(cast, whole, HERE)(whole, 0);
    expect(furthest(canvas, runToEnd(resize(whole, 200, 150)))).toBeLessThanOrEqual(2);
    const cropped = newPicture(60, 50);
    layUnder(cast, cropped, { from: { x: 190, y: 200 }, to: { x: 0, y: 0 }, scale: 1 })(cropped, 0);
    expect(cropped.data).toEqual(crop(whole, { x: 190, y: 200, width: 60, height: 50 }).data);
  });

  it('is laid under strips as under the whole', () => {
    const lay = layUnder(castShadow(alphaOf(post()), SIZE, 'drop')!, SIZE, HERE);
    const whole = shaded('drop');
    for (const [y, height] of [
      [0, 64],
      [64, 1],
      [65, 235],
    ]) {
      const strip = crop(post(), { x: 0, y, width: SIZE.width, height });
      lay(strip, y);
      expect(strip.data).toEqual(crop(whole, { x: 0, y, width: SIZE.width, height }).data);
    }
  });

  it.each(['ground', 'drop'] as const)('is what the editor saves (%s)', (kind) => {
    const settings: Settings = { ...DEFAULTS, shaded: true, shadowOn: kind === 'drop' ? 'behind' : 'ground' };
    const frame = { x: 0, y: 0, ...SIZE };
    const sticker = stickerOf(settings, SIZE);
    const ground = groundOf(settings, SIZE);
    const blank = newPicture(SIZE.width, SIZE.height);
    if (ground) layUnder(groundShadow(alphaOf(post()), ground, 1)!, SIZE, HERE)(blank, 0);
    const part = cropOver(post(), cropFor(frame, sticker));
    const edited = runToEnd(
      finishPicture(part, frame, sticker, undefined, SIZE.width, SIZE.height, ground && alphaOf(blank)),
    );
    // The editor moves a shadow by whole pixels.
    expect(furthest(shaded(kind), edited)).toBeLessThanOrEqual(kind === 'drop' ? 4 : 1);
    expect(furthest(post(), edited)).toBeGreaterThan(40);
  });

  it('is none where nothing is', () => {
    expect(castShadow(alphaOf(newPicture(40, 30)), SIZE, 'ground')).toBeUndefined();
  });
});
