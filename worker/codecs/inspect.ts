import type { AnswerFormat, MatteQuery } from '../../shared/contracts/matte-query.ts';
import { CutoutError } from '../../shared/errors.ts';
import { isInterlacedPng } from '../../shared/image/png/header.ts';
import { isJpeg } from '../../shared/sniff/formats/jpeg.ts';
import { isPng } from '../../shared/sniff/formats/png.ts';
import type { Sniffed } from '../../shared/sniff/header.ts';
import { sniff } from '../../shared/sniff/sniff.ts';
import {
  backgroundPixels,
  checkWebp,
  MAX_JPEG_PIXELS,
  MAX_PIXELS,
  MAX_PNG_PIXELS,
  MAX_WEBP_PIXELS,
  tooLargeBackground,
  tooManyPixels,
} from '../limits.ts';
import { hasTooManyScans } from './jpeg.ts';

/** The answer that a picture is decoded for. */
export interface Wanted
  extends Pick<MatteQuery, 'output'>,
    Partial<Pick<MatteQuery, 'size' | 'roi' | 'crop' | 'scale' | 'position'>> {
  readonly format: AnswerFormat;
  /** Whether the header `Accept` chose the format. */
  readonly isByAccept?: boolean;
  /** Whether the answer may come in parts, as it is made. */
  readonly isStreamed?: boolean;
}

/** Whether a picture is read in strips: it is too large to be worked on as a whole. */
export const isInStrips = ({ format, width, height }: Sniffed): boolean =>
  format !== 'webp' && width * height > MAX_PIXELS;

/** How many pixels a picture of its format may have. @param webp how many a WebP may have, which is never read in strips. */
const mostOf = (bytes: Uint8Array, webp: number): number =>
  isJpeg(bytes) ? MAX_JPEG_PIXELS : isPng(bytes) ? MAX_PNG_PIXELS : webp;

/** Whether an answer has to be made as a whole, however large the picture is. */
export const isMadeWhole = ({ format, isStreamed }: Wanted): boolean => format === 'webp' || !isStreamed;

/** What is decoded here. */
const READ = ['jpeg', 'png', 'webp'] as const satisfies readonly Sniffed['format'][];
export type ReadFormat = (typeof READ)[number];

const isRead = (format: Sniffed['format']): format is ReadFormat => (READ as readonly string[]).includes(format);

/**
 * Looks at an image before any decoding: what it is, and whether it is within the limits.
 *
 * @param wanted what will be answered, in which format.
 * @throws CutoutError what `sniff` throws, `unsupported-format` or `damaged`; ProblemError `too-large`.
 */
export function inspect(bytes: Uint8Array, wanted: Wanted): Sniffed {
  const sniffed = inspectFormat(bytes, tooManyPixels, MAX_WEBP_PIXELS);
  const { format, width, height } = sniffed;
  const isWhole = (wanted.size ?? 'full') === 'full';
  // The coarse matte has the network's size, whatever the picture's; any other size than full fits.
  const asked = wanted.output !== 'coarse' && isWhole ? wanted.format : undefined;
  if (isInStrips(sniffed)) {
    checkRows(bytes, sniffed);
    const most = mostOf(bytes, MAX_WEBP_PIXELS);
    if (width * height > most) throw tooManyPixels(`${width} × ${height} pixels`, most);
  }
  checkWebp(width, height, format === 'webp', asked, wanted.isByAccept);
  return sniffed;
}

/** @throws ProblemError `too-large` for a PNG whose upright rows don't come one after the other. */
function checkRows(
  bytes: Uint8Array,
  { format, width, height, orientation }: Sniffed,
  tooMany: typeof tooManyPixels = tooManyPixels,
): void {
  if (format !== 'png') return;
  const size = `${width} × ${height} pixels`;
  if (isInterlacedPng(bytes)) throw tooMany(`${size} in an interlaced PNG`);
  if (orientation !== 1) throw tooMany(`${size} in a PNG that its Exif data turns`);
}

/** Whether a background is read in strips: it is too large to be decoded whole. */
export const isBackgroundInStrips = ({ format, width, height }: Sniffed): boolean =>
  format !== 'webp' && width * height > backgroundPixels(false);

/**
 * Looks at the picture that a cutout is laid on, like `inspect`.
 *
 * @throws what `inspect` throws.
 */
export function inspectBackground(bytes: Uint8Array): Sniffed {
  const sniffed = inspectFormat(bytes, tooLargeBackground, backgroundPixels(true));
  const { width, height } = sniffed;
  const isInStrips = isBackgroundInStrips(sniffed);
  if (isInStrips) checkRows(bytes, sniffed, tooLargeBackground);
  const most = isInStrips ? mostOf(bytes, backgroundPixels(true)) : backgroundPixels(sniffed.format === 'webp');
  if (width * height > most) throw tooLargeBackground(`${width} × ${height} pixels`, most);
  return sniffed;
}

/** What an image is, where it is one that is decoded here. */
function inspectFormat(bytes: Uint8Array, tooMany: typeof tooManyPixels, mostOfWebp: number): Sniffed {
  const sniffed = look(bytes, tooMany, mostOfWebp);
  const { format, animated } = sniffed;
  if (!isRead(format)) throw unsupported(`${format.toUpperCase()} is not read here`);
  if (format === 'webp' && animated) throw unsupported('Animated WebP is not read here');
  if (format === 'jpeg' && hasTooManyScans(bytes)) throw damaged();
  return sniffed;
}

/** What `sniff` sees, with the limit and the formats of this service where it declines for others. */
function look(bytes: Uint8Array, tooMany: typeof tooManyPixels, mostOfWebp: number): Sniffed {
  try {
    return sniff(bytes);
  } catch (thrown) {
    if (!(thrown instanceof CutoutError)) throw thrown;
    const [what] = thrown.message.split('; ');
    if (thrown.code === 'not-an-image') throw new CutoutError(thrown.code, `${what}; ${WAY}.`);
    if (thrown.code === 'too-large') {
      const [has, limit] = thrown.facts;
      // The limit of a side is in px, that of the whole in MP.
      throw tooMany(has, mostOf(bytes, mostOfWebp), limit.endsWith('px'));
    }
    throw thrown;
  }
}

const WAY = 'send the picture as JPEG, PNG or still WebP';

const unsupported = (what: string) => new CutoutError('unsupported-format', `${what}; ${WAY}.`, { facts: [what] });

export const damaged = (cause?: unknown) =>
  new CutoutError('damaged', 'The picture is damaged and could not be decoded; send another copy of it.', { cause });
