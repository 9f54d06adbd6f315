import { CutoutError } from '../errors.ts';
import type { Size } from '../image/geometry.ts';
import { isSvg, readSvg } from '../sniff/formats/svg.ts';
import { readHeader } from '../sniff/read-header.ts';

/**
 * Draws a vector picture at the size that its header announces; every other file is returned as it is, whatever it holds. Needs a document:
 * workers can't draw SVG.
 *
 * @throws CutoutError `truncated`, `damaged`, `too-large`, `too-small`, or `unsupported-format` where there is no document.
 */
export async function rasterize(blob: Blob): Promise<Blob> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  return isSvg(bytes) ? drawSvg(blob, readHeader(bytes, 'svg', readSvg)) : blob;
}

/** An SVG as a PNG of that size. @throws CutoutError `damaged`, or `unsupported-format` where there is no document. */
export async function drawSvg(svg: Blob, { width, height }: Size): Promise<Blob> {
  if (typeof Image === 'undefined') {
    throw new CutoutError('unsupported-format', 'An SVG can’t be drawn in a Web Worker; save it as PNG first.', {
      facts: ['SVG'],
    });
  }
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = new OffscreenCanvas(width, height);
    canvas.getContext('2d')!.drawImage(image, 0, 0, width, height);
    return await canvas.convertToBlob();
  } catch (cause) {
    throw new CutoutError('damaged', 'The SVG picture could not be drawn; try another copy of it.', { cause });
  } finally {
    URL.revokeObjectURL(url);
  }
}
