import { describe, expect, test } from 'vitest';
import { cropFor, cropOver, finishPicture } from '../../../../extension/editor/result/finish.ts';
import { createFraming } from '../../../../extension/editor/state/framing.ts';
import { DEFAULTS, type Settings } from '../../../../extension/editor/state/settings.ts';
import { stickerOf } from '../../../../extension/editor/state/sticker-of.ts';
import { type Matte, newMatte, newPicture } from '../../../../shared/image/picture.ts';
import { runToEnd } from '../../../../shared/steps.ts';

/** A person whom the picture cuts off below. */
const matte: Matte = newMatte(300, 400);
for (let y = 100; y < 400; y++) matte.data.fill(255, y * 300 + 100, y * 300 + 200);

const outlined: Settings = { ...DEFAULTS, outlined: true, outlineColour: [10, 200, 30], outlineWidth: 0.05 };

describe('a sticker of somebody whom the picture cuts off', () => {
  test('has a frame that goes on beyond that edge, and nowhere else', () => {
    const frames = createFraming(matte);
    expect(frames.frame(DEFAULTS).frame).toEqual({ x: 0, y: 0, width: 300, height: 400 });
    expect(frames.frame(outlined).frame).toEqual({ x: 0, y: 0, width: 300, height: 421 });
  });

  test('is framed with room on every side when cropped to', () => {
    const frames = createFraming(matte);
    const { frame } = frames.frame({ ...outlined, cropping: 'person', margin: 0 });
    expect(frame).toEqual({ x: 79, y: 79, width: 142, height: 342 });
    const square = frames.frame({ ...outlined, cropping: '1:1', margin: 0 }).frame;
    expect(square).toEqual({ x: -21, y: 79, width: 342, height: 342 });
  });

  test('has its outline all around', () => {
    const { frame } = createFraming(matte).frame(outlined);
    const sticker = stickerOf(outlined, matte);
    const cutout = newPicture(300, 400);
    for (let i = 0; i < matte.data.length; i++) cutout.data[i * 4 + 3] = matte.data[i];
    const part = cropOver(cutout, cropFor(frame, sticker));
    const { data } = runToEnd(finishPicture(part, frame, sticker, undefined, frame.width, frame.height));
    const at = (x: number, y: number) => [...data.subarray((y * 300 + x) * 4, (y * 300 + x) * 4 + 4)];
    for (const [x, y] of [
      [150, 90],
      [90, 300],
      [210, 300],
      [150, 410],
    ] as const) {
      expect([x, y, ...at(x, y)]).toEqual([x, y, 10, 200, 30, 255]);
    }
    expect(at(150, 420)[3]).toBe(0);
  });

  test('an ID photograph keeps its frame', () => {
    const frames = createFraming(matte);
    expect(frames.frame({ ...outlined, cropping: 'eu' })).toEqual(frames.frame({ ...DEFAULTS, cropping: 'eu' }));
  });
});

describe('templates and ID photographs', () => {
  test('have a size of their own, at the dots an inch that are asked for', () => {
    const { frame } = createFraming(matte);
    expect(frame({ ...DEFAULTS, cropping: 'eu' }).fixed).toEqual({ width: 413, height: 531, dpi: 300 });
    expect(frame({ ...DEFAULTS, cropping: 'eu', dpi: '600' }).fixed).toEqual({ width: 827, height: 1063, dpi: 600 });
    expect(frame({ ...DEFAULTS, cropping: 'slide-left' }).fixed).toEqual({ width: 1920, height: 1080 });
  });

  test('only the round one is round, only ID photographs have a guide', () => {
    const { frame } = createFraming(matte);
    const all = ['profile', 'profile-round', 'listing', 'meme', 'us'] as const;
    const [round, guided] = [
      all.filter((cropping) => frame({ ...DEFAULTS, cropping }).round),
      all.filter((cropping) => frame({ ...DEFAULTS, cropping }).guide),
    ];
    expect([round, guided]).toEqual([['profile-round'], ['us']]);
  });

  test('move with the picture, and say so where nobody is left', () => {
    const { frame } = createFraming(matte);
    const still = frame({ ...DEFAULTS, cropping: 'listing' }).frame;
    const moved = frame({ ...DEFAULTS, cropping: 'listing', moved: { x: 12, y: -7 } }).frame;
    expect(moved).toEqual({ ...still, x: still.x + 12, y: still.y - 7 });
    expect(createFraming(newMatte(60, 40)).frame({ ...DEFAULTS, cropping: 'listing' }).remark).toBe('nobody');
  });
});
