import sharp from 'sharp';
import { fetchSource } from '../../../models/fetch/fetch.ts';
import { CACHE } from '../../../models/main.ts';
import { PHOTOGRAPHS } from '../../../models/sources.ts';

export const PHOTO = { width: 420, height: 480 } as const;

/** One person out of a test photograph, small, as JPEG. */
export const personPhoto = async (): Promise<Buffer> =>
  sharp(await fetchSource(PHOTOGRAPHS[0], CACHE))
    .extract({ left: 180, top: 170, width: 560, height: 640 })
    .resize(PHOTO.width, PHOTO.height)
    .jpeg({ quality: 92 })
    .toBuffer();

/** Pixels between the people of `twoPeoplePhoto`: who touch may be taken for one. */
const GAP = 160;

/** That person, and the same mirrored, apart from each other on white, as JPEG. */
export async function twoPeoplePhoto(): Promise<Buffer> {
  const { width, height } = PHOTO;
  const one = await personPhoto();
  return sharp({ create: { width: 2 * width + GAP, height, channels: 3, background: 'white' } })
    .composite([
      { input: one, left: 0, top: 0 },
      { input: await sharp(one).flop().toBuffer(), left: width + GAP, top: 0 },
    ])
    .jpeg({ quality: 92 })
    .toBuffer();
}

/** How much of a matte is surely inside and surely outside. */
export function shares(alpha: Uint8Array | Buffer): { inside: number; outside: number } {
  let inside = 0;
  let outside = 0;
  for (const value of alpha) {
    if (value > 240) inside++;
    if (value < 15) outside++;
  }
  return { inside: inside / alpha.length, outside: outside / alpha.length };
}

/** Mean absolute difference of two mattes, 0..255. */
export function meanDifference(a: Uint8Array, b: Uint8Array | Uint8ClampedArray): number {
  if (a.length !== b.length) throw new Error(`${a.length} values against ${b.length}.`);
  return a.reduce((sum, value, i) => sum + Math.abs(value - b[i]), 0) / a.length;
}

/** Intersection over union of what two mattes are more than half sure of. */
export function overlap(a: Uint8Array, b: Uint8Array): number {
  let both = 0;
  let either = 0;
  for (let i = 0; i < a.length; i++) {
    if (a[i] > 127 && b[i] > 127) both++;
    if (a[i] > 127 || b[i] > 127) either++;
  }
  return both / either;
}
