import { toSrgb } from '../../../shared/image/colour/convert.ts';
import type { ColourSpace } from '../../../shared/image/colour/space.ts';
import type { Size } from '../../../shared/image/geometry.ts';
import type { Inflate } from '../../../shared/image/png/decode.ts';
import { pngStrips } from '../../../shared/image/png/strips.ts';
import type { RowSource } from '../../../shared/image/rows/row-source.ts';
import { inflate as inflateHere } from './inflate.ts';

/**
 * Opens a PNG that is upright and not interlaced, in sRGB. Nothing is read here: what is damaged is found by whoever first reads
 * its last row.
 *
 * @param space that of its numbers, without light brighter than white.
 * @param failure what is thrown in place of what the decoder throws.
 */
export function openPng(
  bytes: Uint8Array,
  { width, height }: Size,
  space: ColourSpace | 'srgb',
  failure: (cause: unknown) => Error,
  inflate: Inflate = inflateHere,
): RowSource {
  return {
    width,
    height,
    async *strips(part, isOfUse = () => true) {
      try {
        for await (const strip of pngStrips(bytes, inflate, part, isOfUse)) yield toSrgb(strip, space);
      } catch (cause) {
        throw failure(cause);
      }
    },
  };
}
