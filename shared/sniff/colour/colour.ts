import type { PictureFormat } from '../header.ts';
import { hasMagic } from '../reader.ts';
import { avifColour } from './avif.ts';
import { jpegColour } from './jpeg.ts';
import { pngColour } from './png.ts';
import type { Found, StatedColour } from './stated.ts';
import { webpColour } from './webp.ts';

const READERS: Partial<Record<PictureFormat, (bytes: Uint8Array) => Found | undefined>> = {
  avif: avifColour,
  jpeg: jpegColour,
  png: pngColour,
  webp: webpColour,
};

/** Where a profile says for what kind of pixels it is. */
const SPACE_AT = 16;

/**
 * What a sniffed picture says of its colours; undefined where it says nothing, or where what it says is broken or is for other
 * pixels than its own. It never throws.
 */
export function statedColour(bytes: Uint8Array, format: PictureFormat): StatedColour | undefined {
  try {
    const found = READERS[format]?.(bytes);
    if (!found) return undefined;
    const { stated, isGrey } = found;
    const isForGrey = stated.kind === 'icc' && hasMagic(stated.profile, SPACE_AT, 'GRAY');
    return isForGrey && !isGrey ? undefined : stated;
  } catch {
    return undefined;
  }
}
