import { encodeCanvas } from '../../web/encode.ts';
import type { JobOptions, Result } from '../types.ts';

/** A result, and what else can be made of it in a browser. */
export interface WebResult extends Result {
  /** Its pixels; straight alpha, as in the file. */
  imageData(): Promise<ImageData>;
  /** A new canvas of the picture's size that shows it. */
  canvas(): Promise<OffscreenCanvas>;
}

const DEFAULT_COMPRESSION = 0.9;

/**
 * The PNG as it was asked for.
 *
 * @throws CutoutError `unsupported-format` where this browser can't write the format.
 */
export async function encodedAs(png: Blob, options: JobOptions): Promise<Blob> {
  const { format = 'image/png', compression = DEFAULT_COMPRESSION, background } = options;
  const ground = background ?? (format === 'image/jpeg' ? '#fff' : undefined);
  if (format === 'image/png' && !ground) return png;
  return encodeCanvas(await drawn(png, ground), format, compression);
}

/** A canvas with the picture on a colour, or on nothing. */
export async function drawn(picture: Blob, ground?: string): Promise<OffscreenCanvas> {
  const bitmap = await createImageBitmap(picture);
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  if (ground) {
    context.fillStyle = ground;
    context.fillRect(0, 0, bitmap.width, bitmap.height);
  }
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return canvas;
}
