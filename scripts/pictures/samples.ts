import sharp from 'sharp';
import { shoot } from '../../test/fixtures/people/render.ts';
import { sceneOf } from '../../test/fixtures/people/scene.ts';

const MEGAPIXELS = 0.5;
/** Drawn people by seed and index (`sceneOf`): each has another ground, hair and pose. */
const SAMPLES = { street: [3, 0], waving: [7, 4], shelf: [3, 7] } as const;

/** The pictures that the try page offers to try, as WebP by name; the same bytes at every call. */
export async function drawSamples(): Promise<Record<string, Buffer>> {
  const drawn = Object.entries(SAMPLES).map(async ([name, [seed, index]]) => {
    const { picture } = await shoot(sceneOf(seed, index, MEGAPIXELS));
    const { width, height, data } = picture;
    const file = sharp(data, { raw: { width, height, channels: 4 } })
      .removeAlpha()
      .webp({ quality: 70, effort: 6 });
    return [name, await file.toBuffer()] as const;
  });
  return Object.fromEntries(await Promise.all(drawn));
}
