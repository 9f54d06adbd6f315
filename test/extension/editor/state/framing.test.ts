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
    expect(frames.frame({ ...outlined, cropping: '35x45' })).toEqual(frames.frame({ ...DEFAULTS, cropping: '35x45' }));
  });
});
