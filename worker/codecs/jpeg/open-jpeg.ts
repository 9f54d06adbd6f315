import { toSrgb } from '../../../shared/image/colour/convert.ts';
import type { ColourSpace } from '../../../shared/image/colour/space.ts';
import { newPicture, type Picture } from '../../../shared/image/picture.ts';
import type { RowSource } from '../../../shared/image/rows/row-source.ts';
import type { Sniffed } from '../../../shared/sniff/header.ts';
import { type BlockIndex, indexBlocks } from './block-index.ts';
import { type Frame, readFrame } from './frame.ts';
import { stripsOf } from './strips.ts';

/** Thrown for a picture of which too many samples have to be kept: it is very tall, lies on its side, and has all its colours. */
export class TooWide extends Error {}

/** Memory that a JPEG may take. */
export interface Room {
  /** Most bytes of its index. */
  readonly index?: number;
  /** Most bytes of its index and, twice, of the samples that are kept of one on its side: what is made of them grows alike. */
  readonly onSide?: number;
}

const ON_ITS_SIDE = 20 * 2 ** 20;

/** Decodes a whole JPEG of one, three or four components as it is stored. @throws Error for what is damaged. */
export function decodeJpeg(bytes: Uint8Array): Picture {
  const frame = readFrame(bytes);
  const picture = newPicture(frame.width, frame.height);
  let at = 0;
  for (const { data } of stripsOf(frame, indexBlocks(bytes, frame), 1, { x: 0, y: 0, ...picture }, () => true)) {
    picture.data.set(data, at);
    at += data.length;
  }
  return picture;
}

/**
 * Opens a JPEG of one, three or four components, upright and in sRGB. It is read once from its first byte to its last; so what is
 * damaged is found here.
 *
 * @param space that of its numbers, without light brighter than white.
 * @throws TooWide, TooManyScans; Error for what is damaged.
 */
export function openJpeg(
  bytes: Uint8Array,
  { width, height, orientation }: Sniffed,
  space: ColourSpace | 'srgb',
  { index: most, onSide = ON_ITS_SIDE }: Room = {},
): RowSource {
  const frame = readFrame(bytes);
  const index = indexBlocks(bytes, frame, most);
  if (orientation > 4 && index.bytes + 2 * keptBytes(frame, index) > onSide) throw new TooWide('a JPEG too wide');
  return {
    width,
    height,
    *strips(part, isOfUse = () => true) {
      for (const strip of stripsOf(frame, index, orientation, part, isOfUse)) yield toSrgb(strip, space);
    },
  };
}

/** The samples that are kept of a picture on its side: two runs wide, and as high as the file. */
const keptBytes = ({ components, mcusDown }: Frame, { run }: BlockIndex): number =>
  components.reduce((sum, { across, down }) => sum + 2 * run * across * 8 * mcusDown * down * 8, 0);
