import { CutoutError } from '../errors.ts';
import type { Matte, Picture } from '../image/picture.ts';
import { encodePng } from '../image/png/encode.ts';

/** A picture as PNG, RGBA, 8 bits a channel. */
export async function encodePicture({ width, height, data }: Picture): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d', { willReadFrequently: true })!.putImageData(new ImageData(data, width, height), 0, 0);
  return canvas.convertToBlob({ type: 'image/png' });
}

/**
 * What a canvas shows, as a file.
 *
 * @param quality 0..1, of WebP and JPEG.
 * @throws CutoutError `unsupported-format` where this browser can’t write the format.
 */
export async function encodeCanvas(canvas: OffscreenCanvas, type: string, quality: number): Promise<Blob> {
  const file = await canvas.convertToBlob({ type, quality });
  if (file.type === type) return file;
  throw new CutoutError('unsupported-format', 'This browser can’t write that format; choose PNG.', {
    facts: [type.replace('image/', '').toUpperCase()],
  });
}

/** A matte as 8-bit grey PNG (a canvas would write four channels). */
export const encodeMatte = async (matte: Matte): Promise<Blob> =>
  new Blob([await encodePng(matte)], { type: 'image/png' });
