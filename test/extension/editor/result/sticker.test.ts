import { describe, expect, test } from 'vitest';
import { squaredDistances } from '../../../../extension/editor/pixels/distance.ts';
import { cropFor, cropOver, finishPicture, stickerAlphas } from '../../../../extension/editor/result/finish.ts';
import { outline } from '../../../../extension/editor/result/sticker.ts';
import { type Matte, newMatte, newPicture } from '../../../../shared/image/picture.ts';
import { dropShadow } from '../../../../shared/image/shadow/drop-shadow.ts';
import { runToEnd } from '../../../../shared/steps.ts';
import { randomInts } from '../../../fixtures/random.ts';

const disc = (size: number, radius: number): Matte => {
  const matte = newMatte(size, size);
  for (let i = 0; i < matte.data.length; i++) {
    const far = Math.hypot((i % size) + 0.5 - size / 2, Math.floor(i / size) + 0.5 - size / 2);
    matte.data[i] = Math.min(1, Math.max(0, radius + 0.5 - far)) * 255;
  }
  return matte;
};

test('distances are those of trying every pair', () => {
  const [width, height] = [23, 17];
  const next = randomInts(5);
  const cost = Float32Array.from({ length: width * height }, () => (next(100) < 6 ? next(300) / 100 : 1e20));
  const expected = cost.map((_, p) => {
    let least = Number.POSITIVE_INFINITY;
    for (let q = 0; q < cost.length; q++) {
      const [dx, dy] = [(p % width) - (q % width), Math.floor(p / width) - Math.floor(q / width)];
      if (cost[q] < 1e20) least = Math.min(least, cost[q] + dx * dx + dy * dy);
    }
    return least;
  });
  squaredDistances(cost, width, height);
  for (let i = 0; i < cost.length; i++) expect(cost[i]).toBeCloseTo(expected[i], 3);
});

test('distances to nothing stay far', () => {
  const cost = new Float32Array(12).fill(1e20);
  squaredDistances(cost, 4, 3);
  expect(Math.min(...cost)).toBeGreaterThan(1e19);
});

describe('outline and shadow', () => {
  test('the outline of a disc is a larger disc, to a fraction of a pixel', () => {
    const line = outline(disc(80, 20), 9);
    const area = line.data.reduce((sum, value) => sum + value / 255, 0);
    expect(Math.abs(Math.sqrt(area / Math.PI) - 29)).toBeLessThan(0.4);
  });

  test('faint wisps get no outline', () => {
    const matte = newMatte(30, 30);
    matte.data[15 * 30 + 15] = 40;
    expect(Math.max(...outline(matte, 5).data)).toBe(0);
  });

  test('what an outline encloses is filled, what is open to the outside is not', () => {
    const ring = (gap: boolean): Matte => {
      const matte = newMatte(120, 120);
      for (let i = 0; i < matte.data.length; i++) {
        const [x, y] = [(i % 120) - 59.5, Math.floor(i / 120) - 59.5];
        const far = Math.hypot(x, y);
        if (far > 34 && far < 44 && !(gap && x > 0 && Math.abs(y) < 15)) matte.data[i] = 255;
      }
      return matte;
    };
    const [closed, open] = [outline(ring(false), 4), outline(ring(true), 4)];
    for (let x = 20; x < 100; x++) expect(closed.data[60 * 120 + x]).toBe(255);
    expect(open.data[60 * 120 + 60]).toBe(0);
    // Its own rim is as smooth as that of the ring that is not filled.
    expect(closed.data.slice(0, 24 * 120)).toEqual(open.data.slice(0, 24 * 120));
    expect(new Set(closed.data).size).toBeGreaterThan(2);
  });

  test('a shadow is moved, softened and lightened, and loses nothing', () => {
    const shape = disc(120, 20);
    const cast = dropShadow(shape, { x: 15, y: -10, blur: 5, opacity: 0.5 });
    const [mass, sumX, sumY] = cast.data.reduce(
      ([m, sx, sy], value, i) => [m + value, sx + value * ((i % 120) + 0.5), sy + value * (Math.floor(i / 120) + 0.5)],
      [0, 0, 0],
    );
    expect(sumX / mass).toBeCloseTo(75, 0);
    expect(sumY / mass).toBeCloseTo(50, 0);
    const whole = shape.data.reduce((sum, value) => sum + value, 0);
    expect(mass / whole).toBeGreaterThan(0.48);
    expect(mass / whole).toBeLessThan(0.51);
    const edge = cast.data[50 * 120 + 95];
    expect(edge).toBeGreaterThan(30);
    expect(edge).toBeLessThan(100);
  });

  test('the shadow falls from the outline, too', () => {
    const sticker = {
      outline: { colour: [255, 255, 255], width: 10 },
      shadow: { colour: [0, 0, 0], x: 0, y: 0, blur: 0, opacity: 1 },
    } as const;
    const { shadow: cast } = stickerAlphas(disc(80, 15), sticker, 1);
    expect(cast?.data[40 * 80 + 40 + 23]).toBe(255);
  });
});

describe('the finished picture', () => {
  const cutout = newPicture(100, 100);
  const { data } = disc(100, 30);
  for (let i = 0; i < data.length; i++) cutout.data.set([200, 50, 20, data[i]], i * 4);
  const frame = { x: 10, y: 10, width: 80, height: 80 };

  test('has the size asked for, the colours of the cutout, and what is under it', () => {
    const sticker = { outline: { colour: [255, 255, 255] as const, width: 5 } };
    const part = cropOver(cutout, cropFor(frame, sticker));
    const result = runToEnd(finishPicture(part, frame, sticker, [0, 0, 255], 40, 40));
    expect([result.width, result.height]).toEqual([40, 40]);
    const at = (x: number, y: number) => [...result.data.subarray((y * 40 + x) * 4, (y * 40 + x) * 4 + 4)];
    expect(at(20, 20)).toEqual([200, 50, 20, 255]);
    expect(at(36, 20)).toEqual([255, 255, 255, 255]);
    expect(at(1, 1)).toEqual([0, 0, 255, 255]);
  });

  test('is transparent without a backdrop, and beyond the picture', () => {
    const wide = { x: -20, y: -20, width: 140, height: 140 };
    const result = runToEnd(finishPicture(cropOver(cutout, wide), wide, {}, undefined, 140, 140));
    expect(result.data[3]).toBe(0);
    expect([...result.data.subarray((70 * 140 + 70) * 4, (70 * 140 + 70) * 4 + 4)]).toEqual([200, 50, 20, 255]);
  });

  test('lies on a picture of its size', () => {
    const backdrop = newPicture(80, 80);
    backdrop.data.fill(90);
    for (let at = 3; at < backdrop.data.length; at += 4) backdrop.data[at] = 255;
    const result = runToEnd(finishPicture(cropOver(cutout, frame), frame, {}, backdrop, 80, 80));
    expect([...result.data.subarray(0, 4)]).toEqual([90, 90, 90, 255]);
  });
});
