import type { AnswerFormat, MatteQuery } from '../../shared/contracts/http.ts';
import { CutoutError } from '../../shared/errors.ts';
import { type Samples, toSrgb } from '../../shared/image/colour/convert.ts';
import { orient } from '../../shared/image/orient.ts';
import type { Picture } from '../../shared/image/picture.ts';
import { decodePng } from '../../shared/image/png/decode.ts';
import { asDecodersWantIt, lacksRows } from '../../shared/sniff/mend.ts';
import { cutOff } from '../../shared/sniff/reader.ts';
import { type Sniffed, sniff } from '../../shared/sniff/sniff.ts';
import { checkPixels, tooManyPixels } from '../limits.ts';
import { spaceFor } from './colour.ts';
import { componentsOf, decodeJpeg, hasTooManyScans } from './jpeg.ts';
import { inflate } from './png/inflate.ts';
import { decodeWebp } from './webp.ts';

/** The answer that a picture is decoded for. */
export interface Wanted extends Pick<MatteQuery, 'output'> {
  readonly format: AnswerFormat;
}

type Decoder = (bytes: Uint8Array) => Promise<Samples>;

/** What is decoded here. */
const DECODERS: Partial<Record<Sniffed['format'], Decoder>> = {
  jpeg: decodeJpeg,
  png: (bytes) => decodePng(bytes, inflate),
  webp: decodeWebp,
};

/**
 * Looks at an image before any decoding: what it is, and whether it is within the limits.
 *
 * @param wanted what will be answered, in which format.
 * @throws CutoutError what `sniff` throws, `unsupported-format` or `damaged`; ProblemError `too-large`.
 */
export function inspect(bytes: Uint8Array, wanted: Wanted): Sniffed {
  const sniffed = look(bytes);
  const { format, width, height, animated } = sniffed;
  if (!DECODERS[format]) throw unsupported(`${format.toUpperCase()} is not read here`);
  if (format === 'webp' && animated) throw unsupported('Animated WebP is not read here');
  if (format === 'jpeg' && componentsOf(bytes) === 4) throw unsupported('JPEG in CMYK is not read here');
  // The coarse matte has the network's size, whatever the picture's.
  checkPixels(width, height, {
    sent: format === 'webp',
    asked: wanted.format === 'webp' && wanted.output !== 'coarse',
  });
  if (format === 'jpeg' && hasTooManyScans(bytes)) throw damaged();
  return sniffed;
}

/**
 * Decodes an inspected image: upright, 8 bits a channel, in sRGB as far as `spaceFor` knows.
 *
 * @throws CutoutError `damaged`, or `truncated` where rows are missing.
 */
export async function decode(bytes: Uint8Array, sniffed: Sniffed): Promise<Picture> {
  const { format, width, height, orientation, unfinished } = sniffed;
  const decoded = await DECODERS[format]!(asDecodersWantIt(bytes, sniffed)).catch((cause) => {
    throw unfinished ? cutOff(format.toUpperCase()) : damaged(cause);
  });
  if (decoded && unfinished && format === 'jpeg' && lacksRows(decoded)) throw cutOff('JPEG');
  const upright = decoded && orient(toSrgb(decoded, spaceFor(bytes, format).space), orientation);
  if (upright?.width !== width || upright.height !== height) throw damaged();
  return upright;
}

/** What `sniff` sees, with the limit and the formats of this service where it declines for others. */
function look(bytes: Uint8Array): Sniffed {
  try {
    return sniff(bytes);
  } catch (thrown) {
    if (!(thrown instanceof CutoutError)) throw thrown;
    const [what] = thrown.message.split('; ');
    if (thrown.code === 'not-an-image') throw new CutoutError(thrown.code, `${what}; ${WAY}.`);
    if (thrown.code === 'too-large') throw tooManyPixels(thrown.facts[0]);
    throw thrown;
  }
}

const WAY = 'send the picture as JPEG (RGB or grey), PNG or still WebP';

const unsupported = (what: string) => new CutoutError('unsupported-format', `${what}; ${WAY}.`, { facts: [what] });

const damaged = (cause?: unknown) =>
  new CutoutError('damaged', 'The picture is damaged and could not be decoded; send another copy of it.', { cause });
