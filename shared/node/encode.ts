import sharp, { type Sharp } from 'sharp';
import { CutoutError } from '../errors.ts';
import type { Matte, Picture } from '../image/picture.ts';
import type { Encoding } from './format.ts';

const PNG: Encoding = { format: 'png', quality: 100 };
/** The longest side that WebP can hold. */
const WEBP_SIDE = 16_383;

async function encoded(
  picture: Sharp,
  { width, height }: { width: number; height: number },
  { format, quality }: Encoding,
): Promise<Buffer> {
  if (format === 'png') return withoutDensity(await picture.png({ compressionLevel: 6 }).toBuffer());
  if (format === 'jpeg') {
    return picture.jpeg({ quality, chromaSubsampling: quality < 90 ? '4:2:0' : '4:4:4' }).toBuffer();
  }
  if (Math.max(width, height) <= WEBP_SIDE) return picture.webp({ quality, alphaQuality: 100 }).toBuffer();
  throw new CutoutError(
    'too-large',
    `A WebP has at most ${WEBP_SIDE} pixels a side, and the picture ${width} × ${height}; choose another format.`,
    { facts: [`${width} × ${height} px`, `${WEBP_SIDE} × ${WEBP_SIDE} px`] },
  );
}

/** The length, the type and the CRC of a chunk. */
const AROUND = 12;

/** The PNG without its pHYs chunk: sharp writes one pixel a millimetre, which nobody said. */
function withoutDensity(png: Buffer): Buffer {
  const type = png.indexOf('pHYs');
  if (type < 0 || type > png.indexOf('IDAT')) return png;
  const at = type - 4;
  return Buffer.concat([png.subarray(0, at), png.subarray(at + AROUND + png.readUInt32BE(at))]);
}

/**
 * A picture as a file of 8 bits a channel. The default is a PNG in RGBA. A JPEG has no transparency: it lies on white.
 *
 * @throws CutoutError `too-large` where the format can't hold the picture's size.
 */
export async function encodePicture(picture: Picture, encoding: Encoding = PNG): Promise<Buffer> {
  const { width, height, data } = picture;
  const pixels = sharp(data, { raw: { width, height, channels: 4 } });
  return encoded(encoding.format === 'jpeg' ? pixels.flatten({ background: '#fff' }) : pixels, picture, encoding);
}

/**
 * A matte as a grey file of 8 bits. The default is a PNG.
 *
 * @throws CutoutError `too-large` as `encodePicture`.
 */
export async function encodeMatte(matte: Matte, encoding: Encoding = PNG): Promise<Buffer> {
  const { width, height, data } = matte;
  const pixels = sharp(data, { raw: { width, height, channels: 1 } });
  return encoded(pixels.toColourspace('b-w'), matte, encoding);
}
