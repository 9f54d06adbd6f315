import type { Matte, Picture } from '../image/picture.ts';
import { encodePng } from '../image/png/encode.ts';

/** A picture as PNG, RGBA, 8 bits a channel. */
export async function encodePicture({ width, height, data }: Picture): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d', { willReadFrequently: true })!.putImageData(new ImageData(data, width, height), 0, 0);
  return canvas.convertToBlob({ type: 'image/png' });
}

/** A matte as 8-bit grey PNG (a canvas would write four channels). */
export const encodeMatte = async (matte: Matte): Promise<Blob> =>
  new Blob([await encodePng(matte)], { type: 'image/png' });
