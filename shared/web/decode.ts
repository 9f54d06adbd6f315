import { CutoutError } from '../errors.ts';
import type { Size } from '../image/geometry.ts';
import type { Picture } from '../image/picture.ts';
import { type Sniffed, sniff } from '../sniff/sniff.ts';

/** Longest side of the small copy, but neither of its sides is shorter than `COPY_SHORT` for that. */
const COPY_LONG = 512;
const COPY_SHORT = 256;

/**
 * Decodes an encoded picture: first frame, upright, converted to sRGB, 8 bits a channel.
 *
 * @throws CutoutError what `sniff` throws, or `damaged`.
 */
export async function decode(blob: Blob): Promise<Picture> {
  const bitmap = await open(blob);
  const picture = pixelsOf(bitmap, bitmap);
  bitmap.close();
  return picture;
}

/**
 * Decodes a picture as `decode` does, and makes a small copy for the first look: the browser shrinks in a tenth of the time
 * that pixels in an array take.
 *
 * @returns no copy of what is small itself.
 * @throws CutoutError what `decode` throws.
 */
export async function decodeWithCopy(blob: Blob): Promise<{ picture: Picture; small: Picture | undefined }> {
  const bitmap = await open(blob);
  const { width, height } = bitmap;
  const scale = Math.max(COPY_LONG / Math.max(width, height), COPY_SHORT / Math.min(width, height));
  const size = { width: Math.round(width * scale), height: Math.round(height * scale) };
  const small = scale < 1 ? pixelsOf(bitmap, size) : undefined;
  const picture = pixelsOf(bitmap, bitmap);
  bitmap.close();
  return { picture, small };
}

async function open(blob: Blob): Promise<ImageBitmap> {
  sniff(new Uint8Array(await blob.arrayBuffer()));
  return createImageBitmap(blob, { imageOrientation: 'from-image', premultiplyAlpha: 'none' }).catch((cause) => {
    throw new CutoutError('damaged', 'The picture is damaged and could not be decoded; try another copy of it.', {
      cause,
    });
  });
}

function pixelsOf(bitmap: ImageBitmap, { width, height }: Size): Picture {
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })!;
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, width, height);
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
