import sharp from 'sharp';
import { CutoutError } from '../errors.ts';
import type { Picture } from '../image/picture.ts';
import { MAX_PIXELS } from '../sniff/limits.ts';
import { sniff } from '../sniff/sniff.ts';

/** What sharp does not read, though browsers do. */
const NOT_HERE = ['bmp', 'ico'];

/**
 * Decodes an encoded picture: first frame, upright, converted to sRGB, 8 bits a channel, straight alpha.
 *
 * @throws CutoutError what `sniff` throws, `unsupported-format` for BMP and ICO, or `damaged`.
 */
export async function decode(bytes: Uint8Array): Promise<Picture> {
  const { format, width } = sniff(bytes);
  if (NOT_HERE.includes(format)) {
    throw new CutoutError(
      'unsupported-format',
      `This is a picture in ${format.toUpperCase()} format, which can't be read in the terminal; save it as PNG first.`,
      { facts: [format.toUpperCase()] },
    );
  }
  // Vector pictures are drawn at 72 dots an inch unless told; ask for the size that sniff announced.
  const density = format === 'svg' ? await svgDensity(bytes, width) : {};
  try {
    const { data, info } = await sharp(bytes, { failOn: 'error', limitInputPixels: MAX_PIXELS, ...density })
      .autoOrient()
      .toColourspace('srgb')
      .ensureAlpha()
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    return {
      width: info.width,
      height: info.height,
      data: new Uint8ClampedArray(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength),
    };
  } catch (cause) {
    throw new CutoutError('damaged', 'The picture is damaged and could not be decoded; try another copy of it.', {
      cause,
    });
  }
}

async function svgDensity(bytes: Uint8Array, width: number): Promise<{ density?: number }> {
  const natural = await sharp(bytes)
    .metadata()
    .catch(() => undefined);
  return natural?.width ? { density: Math.min(2400, Math.max(1, (72 * width) / natural.width)) } : {};
}
