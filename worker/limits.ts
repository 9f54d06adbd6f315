import { ProblemError } from './problems.ts';

/** Most bytes of one image. */
export const MAX_BODY_BYTES = 4 * 1024 * 1024;

/** Most bytes of images that an isolate holds at a time, over all its requests. */
export const MAX_HELD_BYTES = 2 * MAX_BODY_BYTES;

/** Most pixels of a picture: with both networks open, all that is made of it stays within the isolate's memory. */
export const MAX_PIXELS = 1024 * 768;

/** Most pixels where WebP comes in or goes out: its codecs take several times the picture. */
export const MAX_WEBP_PIXELS = 512 * 512;

/** @throws ProblemError `too-large` with the picture's size, the limit and a way on. */
export function checkPixels(width: number, height: number, isWebp: boolean): void {
  const most = isWebp ? MAX_WEBP_PIXELS : MAX_PIXELS;
  if (width * height <= most) return;
  const limit = `the limit${isWebp ? ' for WebP, sent or asked for,' : ''} is ${most.toLocaleString('en-US')} in all`;
  const way = 'send a smaller copy, ask for output=coarse of it, and refine the large one on your side';
  throw new ProblemError('too-large', `The picture has ${width} × ${height} pixels and ${limit}; ${way}.`);
}
