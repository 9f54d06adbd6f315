import { describe, expect, it } from 'vitest';
import { newMatte, newPicture } from '../../../shared/image/picture.ts';
import { resize } from '../../../shared/image/resize.ts';
import { testAccelerator } from '../../../shared/pipeline/accelerator-test.ts';
import { runToEnd } from '../../../shared/steps.ts';
import { acceleratorOf } from '../../fixtures/engine/accelerator.ts';

it('an accelerator that gives what this thread gives passes', async () => {
  expect(await testAccelerator(acceleratorOf())).toBeUndefined();
});

it('an accelerator that rounds otherwise passes', async () => {
  const rounding = acceleratorOf({
    async makeCutout(coarse, picture, options, sized) {
      const exact = await acceleratorOf().makeCutout(coarse, picture, options, sized);
      return { ...exact, cutout: { ...exact.cutout, data: exact.cutout.data.map((value, i) => value + (i % 3) - 1) } };
    },
  });
  expect(await testAccelerator(rounding)).toBeUndefined();
});

describe('the test of an accelerator', () => {
  it('says by how much a matte is wrong', async () => {
    const dark = acceleratorOf({
      async resize(...given) {
        const resized = runToEnd(resize(...given));
        return { ...resized, data: resized.data.map((value) => Math.max(0, value - 7)) };
      },
    });
    expect(await testAccelerator(dark)).toBe('its resized picture is wrong (by 7 of 255)');
  });

  it('finds a value that is no number', async () => {
    const broken = acceleratorOf({
      read: async (tensor) => ({ ...tensor, data: tensor.data.map(() => Number.NaN) }),
    });
    expect(await testAccelerator(broken)).toBe('its input is wrong (by Infinity of 255)');
  });

  it('finds a matte of another size', async () => {
    const short = acceleratorOf({ makeCutout: async () => ({ matte: newMatte(1, 1), cutout: newPicture(80, 80) }) });
    expect(await testAccelerator(short)).toMatch(/^its matte has 1 values in place of \d+$/);
  });
});
