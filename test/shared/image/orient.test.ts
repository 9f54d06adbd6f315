import sharp, { type Sharp } from 'sharp';
import { expect, it } from 'vitest';
import { orient } from '../../../shared/image/orient.ts';
import { drawnPortrait } from '../../fixtures/drawn.ts';
import { ORIENTATIONS, oriented } from '../../fixtures/files/orientation.ts';
import { sameBytes } from '../../fixtures/pixels.ts';

const pixels = async (image: Sharp) => {
  const { data, info } = await image.ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data: new Uint8ClampedArray(data) };
};

it('a picture of every EXIF orientation is turned upright', async () => {
  const photo = await drawnPortrait(64);
  const upright = await pixels(sharp(photo));
  for (const orientation of ORIENTATIONS) {
    const stored = await pixels(sharp(await (await oriented(photo, orientation)).png().toBuffer()));
    const { width, height, data } = orient(stored, orientation);
    expect([width, height], `${orientation}`).toEqual([upright.width, upright.height]);
    expect(sameBytes(data, upright.data), `${orientation}`).toBe(true);
  }
});
