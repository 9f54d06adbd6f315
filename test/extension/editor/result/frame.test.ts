import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { withDensity } from '../../../../extension/editor/pixels/density.ts';
import { ASPECTS, frameAround, widthAtMost } from '../../../../extension/editor/result/frame.ts';
import { findHead } from '../../../../extension/editor/result/id-photo.ts';
import { figureBox } from '../../../../shared/image/alpha.ts';
import { type Matte, newMatte } from '../../../../shared/image/picture.ts';

test('“at most” makes a large frame smaller, and a small one no larger', () => {
  expect(widthAtMost({ width: 4000, height: 3000 }, 2048)).toBe(2048);
  expect(widthAtMost({ width: 3000, height: 4096 }, 2048)).toBe(1500);
  expect(widthAtMost({ width: 400, height: 300 }, 2048)).toBe(400);
});

/** A head (an ellipse), a neck and shoulders: crown at 60, chin at 180. */
const bust = (): Matte => {
  const matte = newMatte(300, 400);
  for (let y = 0; y < 400; y++) {
    for (let x = 0; x < 300; x++) {
      const head = ((x - 140) / 45) ** 2 + ((y - 120) / 60) ** 2 < 1;
      const neck = Math.abs(x - 140) < 22 && y >= 150 && y < 230;
      const body = ((x - 140) / 120) ** 2 + ((y - 400) / 190) ** 2 < 1;
      if (head || neck || body) matte.data[y * 300 + x] = 255;
    }
  }
  return matte;
};

describe('frames', () => {
  test('the person’s box leaves specks out', () => {
    const matte = newMatte(1000, 1000);
    for (let y = 200; y < 900; y++) matte.data.fill(255, y * 1000 + 300, y * 1000 + 650);
    matte.data[5 * 1000 + 5] = 255;
    expect(figureBox(matte)).toEqual({ x: 300, y: 200, width: 350, height: 700 });
    expect(figureBox(newMatte(10, 10))).toBeUndefined();
  });

  test.for(Object.entries(ASPECTS))('%s holds the person and its margin', ([, aspect]) => {
    const person = { x: 40, y: 30, width: 200, height: 500 };
    const frame = frameAround(person, { width: 2000, height: 2000 }, 0.1, aspect);
    expect(frame.width / frame.height).toBeCloseTo(aspect, 2);
    expect(frame.x).toBeLessThanOrEqual(40 - 49);
    expect(frame.y).toBeLessThanOrEqual(30 - 49);
    expect(frame.x + frame.width).toBeGreaterThanOrEqual(240 + 49);
    expect(frame.y + frame.height).toBeGreaterThanOrEqual(530 + 49);
  });

  test('end where the picture cuts the person off, and grow the other way', () => {
    const picture = { width: 600, height: 800 };
    const bust = { x: 150, y: 200, width: 300, height: 600 };
    expect(frameAround(bust, picture, 0.1)).toEqual({ x: 90, y: 140, width: 420, height: 660 });
    expect(frameAround(bust, picture, 0.1, 0.5)).toEqual({ x: 90, y: -40, width: 420, height: 840 });
    const whole = { x: 0, y: 0, width: 600, height: 800 };
    expect(frameAround(whole, picture, 0.1, 1)).toEqual({ x: -100, y: 0, width: 800, height: 800 });
  });
});

describe('a head', () => {
  test('is found by its neck', () => {
    const head = findHead(bust());
    expect(head?.sure).toBe(true);
    expect(head?.top).toBe(61);
    expect(head?.x).toBeCloseTo(140.5, 5);
    expect(Math.abs((head?.height ?? 0) - 120)).toBeLessThan(18);
  });

  test('is said to be a guess where it is one', () => {
    const matte = newMatte(200, 300);
    for (let y = 50; y < 300; y++) matte.data.fill(255, y * 200 + 60, y * 200 + 140);
    expect(findHead(matte)).toMatchObject({ sure: false, top: 50, height: 104 });
    expect(findHead(newMatte(10, 10))).toBeUndefined();
  });
});

describe('density', () => {
  const picture = sharp({ create: { width: 8, height: 8, channels: 3, background: '#123' } });
  test('is written into PNG and JPEG, and the picture stays what it was', async () => {
    const png = withDensity(await picture.clone().png().toBuffer(), 300);
    expect(await sharp(png).metadata()).toMatchObject({ density: 300, format: 'png', width: 8 });
    const jpeg = withDensity(await picture.clone().jpeg().toBuffer(), 300);
    expect(await sharp(jpeg).metadata()).toMatchObject({ density: 300, format: 'jpeg', width: 8 });
    expect(await sharp(png).raw().toBuffer()).toEqual(await picture.clone().raw().toBuffer());
  });
  test('leaves other bytes alone', async () => {
    const webp = await picture.clone().webp().toBuffer();
    expect(withDensity(webp, 300)).toBe(webp);
  });
});
