import { encode } from 'fast-png';
import type { Matte, Picture } from '../image/picture.ts';

/** A picture as PNG, RGBA, 8 bits a channel. */
export async function encodePicture({ width, height, data }: Picture): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d', { willReadFrequently: true })!.putImageData(new ImageData(data, width, height), 0, 0);
  return canvas.convertToBlob({ type: 'image/png' });
}

/** A matte as 8-bit grey PNG (a canvas would write four channels). */
export function encodeMatte({ width, height, data }: Matte): Blob {
  const png = encode({ width, height, data, channels: 1, depth: 8 }, { zlib: { level: 5 } });
  return new Blob([png as Uint8Array<ArrayBuffer>], { type: 'image/png' });
}
