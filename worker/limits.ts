import type { Problem } from '../shared/contracts/http.ts';
import type { AnswerFormat } from '../shared/contracts/matte-query.ts';
import { MAX_SIDE } from '../shared/sniff/limits.ts';
import { ProblemError } from './problems.ts';

/** Most bytes of one image. */
export const MAX_BODY_BYTES = 16 * 1024 * 1024;

/** Most bytes of images and of answers that wait that an isolate holds at a time, over all its requests. */
export const MAX_HELD_BYTES = MAX_BODY_BYTES;

/** Most bytes of a body that is copied as it is read, text or one that does not say its length: it is held two or three times then. */
export const MAX_COPIED_BYTES = 5 * 1024 * 1024;

/** A client that takes nothing of its answer for so long, in milliseconds, is given up. */
export const IDLE_MS = 15_000;

/** How long the making of an answer may wait for its client in all, in milliseconds. */
export const MAX_WAIT_MS = 40_000;

/** Most bytes of answers that wait for their clients, over all requests of an isolate. */
export const MAX_WAITING_BYTES = 8 * 1024 * 1024;

/** How long a body may take to arrive, in milliseconds. */
export const READ_MS = 15_000;

/** A body that has not come this much further, in bytes, within that time, in milliseconds, is cut off: 4 KiB a second is the least. */
export const STEP_BYTES = 16_384;
export const STALL_MS = 4000;

/** How long a request waits for its turn, and after how long a turn is taken for dead, in milliseconds. */
export const TURN_WAIT_MS = 15_000;
export const TURN_MS = 120_000;

/** Most pixels of a picture that is worked on as a whole: with both networks open, all that is made of it stays within the isolate's memory. */
export const MAX_PIXELS = 1024 * 768;

/** Most pixels of a JPEG, which is read in strips where it is larger than that. */
export const MAX_JPEG_PIXELS = 25_000_000;

/** Most pixels of a PNG, which is read in strips where it is larger than that: it is inflated anew for every look at it. */
export const MAX_PNG_PIXELS = 16_000_000;

/** Most pixels of a preview. */
export const PREVIEW_PIXELS = 250_000;

/** Most pixels of a WebP that comes in or goes out: its codecs take several times the picture. */
export const MAX_WEBP_PIXELS = 640 * 800;

const amount = (pixels: number): string => pixels.toLocaleString('en-US');

/** A problem of a picture that is too large: what it has, the limit, and the way on. */
const tooLarge = (what: string, limit: Problem['limit'], why: string, way: string): ProblemError =>
  new ProblemError('too-large', `${what}, and ${why}; ${way}.`, {}, limit);

/** @param isTooLong whether a side is beyond its limit; otherwise all of its pixels are. */
const limitOf = (most: number, isTooLong: boolean) => (isTooLong ? { side: MAX_SIDE } : { pixels: most });

/** How a picture beyond the limit of every way of asking is declined. */
export const tooManyPixels = (size: string, most = MAX_PIXELS, isTooLong = false): ProblemError =>
  tooLarge(
    `The picture has ${size}`,
    limitOf(most, isTooLong),
    `the limit is ${amount(most)} pixels in all and ${amount(MAX_SIDE)} a side`,
    'send a smaller copy, ask for output=coarse of it, and refine the large one on your side',
  );

/** How many pixels an answer may have that is made as a whole. */
export const mostAnswered = (format: AnswerFormat): number => (format === 'webp' ? MAX_WEBP_PIXELS : MAX_PIXELS);

/**
 * @param isWebp whether the picture is one.
 * @param asked the format in which its whole size is to be answered, if it is.
 * @param isByAccept whether the header `Accept` chose that format.
 * @throws ProblemError `too-large` with the picture's size, the limit and a way on.
 */
export function checkWebp(
  width: number,
  height: number,
  isWebp: boolean,
  asked?: AnswerFormat,
  isByAccept = false,
): void {
  if (width * height <= MAX_WEBP_PIXELS) return;
  const size = `${width} × ${height} pixels`;
  if (isWebp) throw tooCostly(size, 'is read here as WebP, whose decoder', 'send it as JPEG or PNG');
  if (asked !== 'webp') return;
  const way = isByAccept ? 'name image/png in Accept, ask for size=auto' : 'ask for format=png or size=auto';
  throw tooCostly(size, 'is answered as WebP, whose encoder', way);
}

const tooCostly = (size: string, what: string, way: string): ProblemError =>
  tooLarge(
    `The picture has ${size}`,
    { pixels: MAX_WEBP_PIXELS },
    `no more than ${amount(MAX_WEBP_PIXELS)} in all ${what} takes several times the picture's memory`,
    `${way}, or send a smaller copy`,
  );

/** Most pixels of a background that is decoded whole, beside a cutout that is made already. */
export const backgroundPixels = (isWebp: boolean): number => (isWebp ? MAX_WEBP_PIXELS : MAX_PIXELS) / 4;

/** Memory that a background in JPEG may take (`Room` of `jpeg/room.ts`), beside the picture and its cutout: enough for what cameras and encoders write. */
export const BACKGROUND_ROOM = { index: 4.5 * 2 ** 20, onSide: 10.5 * 2 ** 20 };

/** How a background beyond the limit of its kind is declined. */
export const tooLargeBackground = (size: string, most = backgroundPixels(false), isTooLong = false): ProblemError =>
  tooLarge(
    `The background has ${size}`,
    limitOf(most, isTooLong),
    `the limit is ${amount(most)} pixels in all and ${amount(MAX_SIDE)} a side`,
    'send a smaller copy of it',
  );
