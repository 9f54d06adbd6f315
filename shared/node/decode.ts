import sharp, { type Metadata, type Sharp } from 'sharp';
import { CutoutError } from '../errors.ts';
import { clearOutside, unmultiply } from '../image/alpha.ts';
import { isExact, spaceOf } from '../image/colour/colour.ts';
import { type Samples, toSrgb } from '../image/colour/convert.ts';
import { orient } from '../image/orient.ts';
import type { Picture } from '../image/picture.ts';
import { decodePng } from '../image/png/decode.ts';
import { isDeepPng } from '../image/png/header.ts';
import { statedColour } from '../sniff/colour/colour.ts';
import type { PictureFormat, Sniffed } from '../sniff/header.ts';
import { MAX_PIXELS } from '../sniff/limits.ts';
import { asDecodersWantIt, lacksRows } from '../sniff/mend.ts';
import { cutOff } from '../sniff/reader.ts';
import { sniff } from '../sniff/sniff.ts';

/** What sharp does not read, though browsers do. */
const NOT_HERE = ['bmp', 'ico'];

/**
 * Decodes an encoded picture: first frame, upright, converted to sRGB, 8 bits a channel, straight alpha.
 *
 * @throws CutoutError what `sniff` throws, `unsupported-format` for BMP, ICO and AVIF sequences without a still picture, `truncated` where rows are missing, or
 *   `damaged`.
 */
export async function decode(bytes: Uint8Array): Promise<Picture> {
  const sniffed = sniff(bytes);
  const { format, orientation, frame, premultiplied, unfinished, animated } = sniffed;
  if (NOT_HERE.includes(format)) throw notHere(`a picture in ${format.toUpperCase()} format`, format);
  const space = spaceOf(statedColour(bytes, format));
  const isPngOfOurs = format === 'png' && (unfinished || isDeepPng(bytes)) && isExact(space);
  const reading = isPngOfOurs ? decodePng(bytes) : read(asDecodersWantIt(bytes, sniffed), sniffed, isExact(space));
  const samples = await reading.catch((cause) => {
    if (unfinished) throw cutOff(format.toUpperCase());
    if (format === 'avif' && animated) throw notHere('an AVIF sequence without a still picture', format);
    throw new CutoutError('damaged', 'The picture is damaged and could not be decoded; try another copy of it.', {
      cause,
    });
  });
  if (unfinished && format === 'jpeg' && lacksRows(samples)) throw cutOff('JPEG');
  if (premultiplied) unmultiply(samples);
  const picture = toSrgb(samples, isExact(space) ? space : 'srgb');
  if (frame) clearOutside(picture, frame);
  return orient(picture, orientation);
}

const notHere = (what: string, format: PictureFormat) =>
  new CutoutError('unsupported-format', `This is ${what}, which can't be read here; save it as PNG first.`, {
    facts: [format.toUpperCase()],
  });

/** The pixels as they are stored. */
async function read(bytes: Uint8Array, { format, width }: Sniffed, isOurs: boolean): Promise<Samples> {
  const known = await sharp(bytes).metadata();
  // Vector pictures are drawn at 72 dots an inch by default; ask for the size that sniff announced.
  const density = format === 'svg' ? { density: Math.min(2400, Math.max(1, (72 * width) / known.width)) } : {};
  const input = sharp(bytes, { failOn: 'error', limitInputPixels: MAX_PIXELS, ignoreIcc: isOurs, ...density });
  const isDeep = known.depth === 'ushort' && isOurs;
  const isInks = known.space === 'cmyk' && isOurs;
  const output = isDeep ? deep(input) : isInks ? inks(input) : converted(input, known);
  const { data, info } = await output.toBuffer({ resolveWithObject: true });
  const { buffer, byteOffset, byteLength } = data as Buffer<ArrayBuffer>;
  const { width: columns, height } = info;
  if (!isDeep) {
    const samples = new Uint8ClampedArray(buffer, byteOffset, byteLength);
    if (isInks) printed(samples);
    return { width: columns, height, data: samples };
  }
  const numbers = new Uint16Array(buffer, byteOffset, byteLength / 2);
  widen(numbers, known.bitsPerSample ?? 16);
  return { width: columns, height, data: numbers };
}

/** Numbers of fewer bits stand in the upper ones; white is all ones. */
function widen(numbers: Uint16Array, bits: number): void {
  if (bits >= 16 || bits <= 8) return;
  for (let i = 0; i < numbers.length; i++) numbers[i] |= numbers[i] >> bits;
}

/** Turns four inks, 255 the most of each, into opaque RGBA in place, by CSS's formula for `device-cmyk()` (CSS Color 5, 10.3). */
function printed(data: Uint8ClampedArray): void {
  for (let i = 0; i < data.length; i += 4) {
    const unblackened = 255 - data[i + 3];
    for (let c = i; c < i + 3; c++) data[c] = ((255 - data[c]) * unblackened) / 255;
    data[i + 3] = 255;
  }
}

const inks = (input: Sharp): Sharp => input.pipelineColourspace('cmyk').toColourspace('cmyk').raw();

const deep = (input: Sharp): Sharp => input.toColourspace('rgb16').ensureAlpha().raw({ depth: 'ushort' });

/** Decodes with sharp itself. By default sharp leaves deep RGB in Display P3, so it is given the space to work in. */
function converted(input: Sharp, { space }: Metadata): Sharp {
  const working = space === 'rgb16' ? input.pipelineColourspace('srgb') : input;
  return working.toColourspace('srgb').ensureAlpha().raw({ depth: 'uchar' });
}
