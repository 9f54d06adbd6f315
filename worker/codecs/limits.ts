import { ProblemError } from '../problems.ts';

/** Most bytes of one image. */
export const MAX_BODY_BYTES = 8 * 1024 * 1024;

/** Most bytes of images that an isolate holds at a time, over all its requests. */
export const MAX_HELD_BYTES = 12 * 1024 * 1024;

/** Most pixels of an image: 1920 × 1080 fits, and so does all that is made of it. */
export const MAX_PIXELS = 2 * 1024 * 1024;

/** @throws ProblemError `too-large` with the picture's size, the limit and a way on. */
export function checkPixels(width: number, height: number): void {
  if (width * height <= MAX_PIXELS) return;
  throw new ProblemError(
    'too-large',
    `The picture has ${width} × ${height} pixels and the limit here is ${MAX_PIXELS.toLocaleString('en-US')} in all, 1920 × 1080 for example; send a smaller copy, or ask for output=coarse of one and refine on your side.`,
  );
}
