import { CutoutError } from '../errors.ts';
import { sniff } from '../sniff/sniff.ts';

/**
 * Draws a vector picture at the size that `sniff` announces; every other format is returned as it is. Needs a document:
 * workers can't draw SVG.
 *
 * @throws CutoutError what `sniff` throws, or `damaged`.
 */
export async function rasterize(blob: Blob): Promise<Blob> {
  const sniffed = sniff(new Uint8Array(await blob.arrayBuffer()));
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
