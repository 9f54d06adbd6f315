import type { Picture } from '../../../shared/image/picture.ts';
import { encodeCanvas } from '../../../shared/web/encode.ts';
import type { Format } from '../../contracts/formats.ts';

/**
 * A picture as a file.
 *
 * @param quality 0..1, of WebP and JPEG.
 * @throws CutoutError `unsupported-format` where this browser can’t write the format.
 */
export function encodeAs({ width, height, data }: Picture, format: Format, quality: number): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')!.putImageData(new ImageData(data, width, height), 0, 0);
  return encodeCanvas(canvas, format, quality);
}
