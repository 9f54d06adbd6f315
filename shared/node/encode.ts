import sharp from 'sharp';
import type { Matte, Picture } from '../image/picture.ts';

/** A picture as PNG, RGBA, 8 bits a channel. */
export const encodePicture = ({ width, height, data }: Picture): Promise<Buffer> =>
  sharp(data, { raw: { width, height, channels: 4 } })
    .png({ compressionLevel: 6 })
    .toBuffer();

/** A matte as 8-bit grey PNG. */
export const encodeMatte = ({ width, height, data }: Matte): Promise<Buffer> =>
  sharp(data, { raw: { width, height, channels: 1 } })
    .toColourspace('b-w')
    .png({ compressionLevel: 6 })
    .toBuffer();
