import { toSrgb } from '../../../shared/image/colour/convert.ts';
import type { ColourSpace } from '../../../shared/image/colour/space.ts';
import type { RowSource } from '../../../shared/image/rows/row-source.ts';
import type { Sniffed } from '../../../shared/sniff/header.ts';
import { indexBlocks } from './block-index.ts';
import { readFrame } from './frame.ts';
import { stripsOf } from './strips.ts';

/**
 * Opens a JPEG of one or three components, upright and in sRGB. It is read once from its first byte to its last; so what is
 * damaged is found here.
 *
 * @param space that of its numbers, without light brighter than white.
 * @throws Error for what is damaged.
 */
export function openJpeg(
  bytes: Uint8Array,
  { width, height, orientation }: Sniffed,
  space: ColourSpace | 'srgb',
): RowSource {
  const frame = readFrame(bytes);
  const index = indexBlocks(bytes, frame);
  return {
    width,
    height,
    *strips(part, isOfUse = () => true) {
      for (const strip of stripsOf(frame, index, orientation, part, isOfUse)) yield toSrgb(strip, space);
    },
  };
}
