import type { AnswerFormat } from '../shared/contracts/matte-query.ts';
import { ProblemError } from './problems.ts';

/** Most bytes of one image. */
export const MAX_BODY_BYTES = 4 * 1024 * 1024;

/** Most bytes of images that an isolate holds at a time, over all its requests. */
export const MAX_HELD_BYTES = 2 * MAX_BODY_BYTES;

/** How long a body may take to arrive, in milliseconds. */
export const READ_MS = 15_000;

/** A body that has not come this much further, in bytes, within that time, in milliseconds, is cut off: 4 KiB a second is the least. */
export const STEP_BYTES = 16_384;
export const STALL_MS = 4000;

/** Most pixels of a picture: with both networks open, all that is made of it stays within the isolate's memory. */
export const MAX_PIXELS = 1024 * 768;

/** Most pixels of a preview. */
export const PREVIEW_PIXELS = 250_000;

/** Most pixels of a WebP that comes in or goes out: its codecs take several times the picture. */
export const MAX_WEBP_PIXELS = 640 * 800;

const amount = (pixels: number): string => pixels.toLocaleString('en-US');

/** How a picture beyond the limit is declined. */
export const tooManyPixels = (size: string): ProblemError =>
  new ProblemError(
    'too-large',
    `The picture has ${size} and the limit is ${amount(MAX_PIXELS)} pixels in all; ` +
      'send a smaller copy, ask for output=coarse of it, and refine the large one on your side.',
  );

/** Formats whose encoders take several times the picture, and how many pixels they may get. */
const COSTLY: Partial<Record<AnswerFormat, readonly [name: string, pixels: number]>> = {
  webp: ['WebP', MAX_WEBP_PIXELS],
  jpeg: ['JPEG', MAX_PIXELS / 2],
  zip: ['ZIP', MAX_PIXELS / 2],
};

/** How many pixels an answer of a whole size may have. */
export const mostAnswered = (format: AnswerFormat): number => COSTLY[format]?.[1] ?? MAX_PIXELS;

/**
 * @param isWebp whether the picture is one.
 * @param asked the format in which its whole size is to be answered, if it is.
 * @throws ProblemError `too-large` with the picture's size, the limit and a way on.
 */
export function checkPixels(width: number, height: number, isWebp: boolean, asked?: AnswerFormat): void {
  const size = `${width} × ${height} pixels`;
  if (width * height > MAX_PIXELS) throw tooManyPixels(size);
  if (isWebp && width * height > MAX_WEBP_PIXELS) {
    throw tooCostly(size, MAX_WEBP_PIXELS, 'is read here as WebP, whose decoder', 'send it as JPEG or PNG');
  }
  const [name, most] = (asked && COSTLY[asked]) ?? ['', MAX_PIXELS];
  if (width * height <= most) return;
  throw tooCostly(size, most, `is answered as ${name}, whose encoder`, 'ask for format=png or size=auto');
}

const tooCostly = (size: string, most: number, what: string, way: string): ProblemError =>
  new ProblemError(
    'too-large',
    `The picture has ${size}, and no more than ${amount(most)} in all ${what} takes several times the ` +
      `picture's memory; ${way}, or send a smaller copy.`,
  );

/**
 * A background is decoded beside a cutout that is made already, so it may have a quarter of what a picture may.
 *
 * @throws ProblemError `too-large` with the background's size and the limit.
 */
export function checkBackgroundPixels(width: number, height: number, isWebp: boolean): void {
  const most = (isWebp ? MAX_WEBP_PIXELS : MAX_PIXELS) / 4;
  if (width * height <= most) return;
  throw new ProblemError(
    'too-large',
    `The background has ${width} × ${height} pixels and the limit is ${amount(most)} in all; send a smaller copy of it.`,
  );
}
