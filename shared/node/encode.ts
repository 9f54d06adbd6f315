import sharp from 'sharp';
import type { Matte, Picture } from '../image/picture.ts';

/** A picture as PNG, RGBA, 8 bits a channel. */
export const encodePicture = async ({ width, height, data }: Picture): Promise<Buffer> =>
  withoutDensity(
    await sharp(data, { raw: { width, height, channels: 4 } })
      .png({ compressionLevel: 6 })
      .toBuffer(),
  );

/** A matte as 8-bit grey PNG. */
export const encodeMatte = async ({ width, height, data }: Matte): Promise<Buffer> =>
  withoutDensity(
    await sharp(data, { raw: { width, height, channels: 1 } })
      .toColourspace('b-w')
      .png({ compressionLevel: 6 })
      .toBuffer(),
  );

/** The length, the type and the CRC of a chunk. */
const AROUND = 12;

/** The PNG without its pHYs chunk: sharp writes one pixel a millimetre, which nobody said. */
function withoutDensity(png: Buffer): Buffer {
  const type = png.indexOf('pHYs');
  if (type < 0 || type > png.indexOf('IDAT')) return png;
  const at = type - 4;
  return Buffer.concat([png.subarray(0, at), png.subarray(at + AROUND + png.readUInt32BE(at))]);
}
