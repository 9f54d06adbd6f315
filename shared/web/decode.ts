import { CutoutError } from '../errors.ts';
import type { Picture } from '../picture.ts';
import { type Sniffed, sniff } from '../sniff.ts';

/**
 * Decodes an encoded picture: first frame, upright, converted to sRGB, 8 bits a channel.
 *
 * @throws CutoutError what `sniff` throws, or `damaged`.
 */
export async function decode(blob: Blob): Promise<Picture> {
  sniff(new Uint8Array(await blob.arrayBuffer()));
  const bitmap = await createImageBitmap(blob, { imageOrientation: 'from-image', premultiplyAlpha: 'none' }).catch(
    (cause) => {
      throw new CutoutError('damaged', 'The picture is damaged and could not be decoded; try another copy of it.', {
        cause,
      });
    },
  );
  const { width, height } = bitmap;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  const { data } = context.getImageData(0, 0, width, height);
  return { width, height, data: data as Uint8ClampedArray<ArrayBuffer> };
}

/**
 * Draws a vector picture at the size that `sniff` announces; every other format is returned as it is. Needs a document:
 * workers can't draw SVG.
 *
 * @throws CutoutError what `sniff` throws, or `damaged`.
 */
export async function rasterize(blob: Blob): Promise<Blob> {
  const sniffed: Sniffed = sniff(new Uint8Array(await blob.arrayBuffer()));
  if (sniffed.format !== 'svg') return blob;
  const url = URL.createObjectURL(new Blob([blob], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = new OffscreenCanvas(sniffed.width, sniffed.height);
    canvas.getContext('2d')!.drawImage(image, 0, 0, sniffed.width, sniffed.height);
    return await canvas.convertToBlob();
  } catch (cause) {
    throw new CutoutError('damaged', 'The SVG picture could not be drawn; try another copy of it.', { cause });
  } finally {
    URL.revokeObjectURL(url);
  }
}
