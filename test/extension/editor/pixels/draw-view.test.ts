import { describe, expect, test } from 'vitest';
import { drawView, type Scene } from '../../../../extension/editor/pixels/draw-view.ts';
import { newPyramid, updatePyramid } from '../../../../extension/editor/pixels/pyramid.ts';
import { applied, IDENTITY, moved, turned } from '../../../../extension/editor/pixels/similarity.ts';
import { placePart } from '../../../../extension/editor/result/place-part.ts';
import { composeOnColour } from '../../../../shared/image/compose.ts';
import { newPicture, type Picture } from '../../../../shared/image/picture.ts';
import { randomInts } from '../../../fixtures/random.ts';

const noisy = (width: number, height: number, seed = 1): Picture => {
  const next = randomInts(seed);
  const picture = newPicture(width, height);
  for (let i = 0; i < picture.data.length; i++) picture.data[i] = next(256);
  return picture;
};

/** An opaque rectangle of one colour in the middle. */
const drawnPerson = (width: number, height: number): Picture => {
  const picture = newPicture(width, height);
  for (let y = height >> 2; y < (3 * height) >> 2; y++) {
    for (let x = width >> 2; x < (3 * width) >> 2; x++) picture.data.set([200, 100, 50, 255], (y * width + x) * 4);
  }
  return picture;
};

const sceneOf = (cutout: Picture, changes: Partial<Scene> = {}): Scene => ({
  picture: newPyramid(noisy(cutout.width, cutout.height, 9)),
  cutout: newPyramid(cutout),
  mode: 'result',
  contrast: [0, 177, 64],
  under: { backdrop: [10, 20, 30] },
  squares: [
    [255, 255, 255],
    [200, 200, 200],
  ],
  ...changes,
});

const view = (scene: Scene, scale: number, width: number, height: number, left = 0, top = 0) => {
  const out = new Uint8ClampedArray(width * height * 4);
  drawView(scene, { left, top, scale }, { x: 0, y: 0, width, height }, out);
  return out;
};

describe('a pyramid', () => {
  test('updated inside a box is the pyramid of the changed picture', () => {
    const picture = noisy(601, 403);
    const pyramid = newPyramid(picture);
    const box = { x: 333, y: 77, width: 91, height: 130 };
    const change = noisy(601, 403, 2);
    for (let y = box.y; y < box.y + box.height; y++) {
      const [from, to] = [(y * 601 + box.x) * 4, (y * 601 + box.x + box.width) * 4];
      picture.data.set(change.data.subarray(from, to), from);
    }
    updatePyramid(pyramid, box);
    expect(pyramid.map(({ width, height }) => [width, height])).toEqual([
      [601, 403],
      [301, 202],
      [151, 101],
    ]);
    expect(pyramid).toEqual(newPyramid(picture));
  });
});

describe('the view', () => {
  test('at full size is the cutout on its backdrop', () => {
    const cutout = noisy(40, 30);
    const expected = composeOnColour(cutout, [10, 20, 30]).data;
    const drawn = view(sceneOf(cutout), 1, 40, 30);
    for (let i = 0; i < drawn.length; i++) expect(Math.abs(drawn[i] - expected[i])).toBeLessThanOrEqual(1);
  });

  test('is the same in parts as in one piece', () => {
    const scene = sceneOf(noisy(500, 400), { under: {} });
    const placement = { left: -20, top: 33, scale: 0.37 };
    const whole = new Uint8ClampedArray(120 * 90 * 4);
    drawView(scene, placement, { x: 0, y: 0, width: 120, height: 90 }, whole);
    const part = new Uint8ClampedArray(31 * 27 * 4);
    drawView(scene, placement, { x: 44, y: 13, width: 31, height: 27 }, part);
    for (let y = 0; y < 27; y++) {
      const from = ((13 + y) * 120 + 44) * 4;
      const expected = whole.subarray(from, from + 31 * 4);
      const drawn = part.subarray(y * 31 * 4, (y + 1) * 31 * 4);
      for (let i = 0; i < drawn.length; i++) expect(Math.abs(drawn[i] - expected[i])).toBeLessThanOrEqual(1);
    }
  });

  test('zoomed out it averages: fine stripes become their mean', () => {
    const stripes = newPicture(512, 512);
    for (let i = 0; i < 512 * 512; i++) stripes.data.set(i & 1 ? [255, 255, 255, 255] : [0, 0, 0, 255], i * 4);
    const drawn = view(sceneOf(stripes), 0.25, 128, 128);
    for (let i = 0; i < drawn.length; i += 4) expect(Math.abs(drawn[i] - 127)).toBeLessThanOrEqual(2);
  });

  test('close up it shows single pixels', () => {
    const cutout = noisy(8, 8);
    for (let i = 3; i < cutout.data.length; i += 4) cutout.data[i] = 255;
    const drawn = view(sceneOf(cutout), 8, 64, 64);
    expect(drawn[(0 * 64 + 7) * 4]).toBe(cutout.data[0]);
    expect(drawn[(0 * 64 + 8) * 4]).toBe(cutout.data[4]);
  });

  test('shows matte, original and overlay as they are', () => {
    const cutout = newPicture(4, 1);
    cutout.data.set([1, 2, 3, 0, 1, 2, 3, 255, 1, 2, 3, 128, 1, 2, 3, 255]);
    const original = sceneOf(cutout, { mode: 'original' });
    for (let i = 3; i < 16; i += 4) original.picture[0].data[i] = 255;
    expect(view(original, 1, 4, 1)).toEqual(original.picture[0].data);
    expect([...view(sceneOf(cutout, { mode: 'matte' }), 1, 4, 1)].filter((_, i) => i % 4 === 0)).toEqual([
      0, 255, 128, 255,
    ]);
    const overlay = view({ ...original, mode: 'overlay' }, 1, 4, 1);
    expect([...overlay.subarray(4, 8)]).toEqual([...original.picture[0].data.subarray(4, 8)]);
    expect([...overlay.subarray(0, 4)]).not.toEqual([...original.picture[0].data.subarray(0, 4)]);
  });

  test('is faint outside the frame, empty outside everything', () => {
    const cutout = noisy(20, 20);
    const drawn = view(sceneOf(cutout, { frame: { x: -4, y: 5, width: 10, height: 10 } }), 1, 40, 20, -10, 0);
    const alpha = (x: number, y: number) => drawn[(y * 40 + x) * 4 + 3];
    expect([alpha(2, 7), alpha(7, 7), alpha(12, 7), alpha(25, 7)]).toEqual([0, 255, 255, 70]);
    expect([...drawn.subarray((7 * 40 + 7) * 4, (7 * 40 + 7) * 4 + 3)]).toEqual([10, 20, 30]);
  });

  test('lays outline over shadow over backdrop', () => {
    const cutout = newPicture(3, 1);
    const area = { x: 0, y: 0, width: 3, height: 1 };
    const alpha = (...values: number[]) => ({
      image: { width: 3, height: 1, data: Uint8ClampedArray.from(values) },
      area,
    });
    const under = {
      backdrop: [0, 0, 0] as const,
      shadow: { colour: [100, 100, 100] as const, alpha: alpha(255, 255, 0), fall: { x: 0, y: 0 } },
      outline: { colour: [255, 255, 255] as const, alpha: alpha(255, 0, 0) },
    };
    const drawn = view(sceneOf(cutout, { under }), 1, 3, 1);
    expect([drawn[0], drawn[4], drawn[8]]).toEqual([255, 100, 0]);
  });

  test('shows what is moved, scaled and rotated as it is saved', () => {
    const cutout = drawnPerson(120, 90);
    const placing = moved(turned(IDENTITY, { x: 60, y: 45 }, 1.3, 25), { x: 11, y: -7 });
    const drawn = view(sceneOf(cutout, { placing }), 1, 120, 90);
    const whole = { x: 0, y: 0, width: 120, height: 90 };
    const saved = composeOnColour(placePart(cutout, { placing, from: whole }, whole, 120, 90), [10, 20, 30]);
    for (let i = 0; i < drawn.length; i++) expect(Math.abs(drawn[i] - saved.data[i])).toBeLessThanOrEqual(1);
    const { x, y } = applied(placing, { x: 60, y: 45 });
    const at = (Math.round(y) * 120 + Math.round(x)) * 4;
    expect([...drawn.subarray(at, at + 3)]).toEqual([200, 100, 50]);
  });

  test('lays a shadow where it falls, whichever way the person is turned', () => {
    const cutout = newPicture(5, 5);
    const area = { x: 0, y: 0, width: 5, height: 5 };
    const dot = { width: 5, height: 5, data: new Uint8ClampedArray(25) };
    dot.data[12] = 255;
    const shadow = { colour: [255, 255, 255] as const, alpha: { image: dot, area }, fall: { x: 1, y: 0 } };
    const under = { backdrop: [0, 0, 0] as const, shadow };
    for (const placing of [undefined, turned(IDENTITY, { x: 2.5, y: 2.5 }, 1, 90)]) {
      const drawn = view(sceneOf(cutout, { under, placing }), 1, 5, 5);
      expect([drawn[12 * 4], drawn[13 * 4], drawn[17 * 4]]).toEqual([0, 255, 0]);
    }
  });
});
