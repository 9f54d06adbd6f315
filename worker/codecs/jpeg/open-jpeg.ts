import { toSrgb } from '../../../shared/image/colour/convert.ts';
import type { ColourSpace } from '../../../shared/image/colour/space.ts';
import { newPicture, type Picture } from '../../../shared/image/picture.ts';
import type { RowSource } from '../../../shared/image/rows/row-source.ts';
import type { Sniffed } from '../../../shared/sniff/header.ts';
import { indexBlocks, planIndex } from './block-index.ts';
import { readFrame } from './frame.ts';
import { checkRoom, type Room } from './room.ts';
import { stripsOf } from './strips.ts';

/** What a picture may take, where nothing else is said. Cutting it out takes some 1,200 bytes for each pixel of a row (`npm run bench -- worker`). */
const ROOM: Room = { index: 8 * 2 ** 20, onSide: 29 * 2 ** 20, rows: 1200 };

/** Decodes a whole JPEG of one, three or four components as it is stored. @throws Error for what is damaged. */
export function decodeJpeg(bytes: Uint8Array): Picture {
  const frame = readFrame(bytes);
  checkRoom(frame, false, ROOM);
  const picture = newPicture(frame.width, frame.height);
  let at = 0;
  for (const { data } of stripsOf(
    frame,
    indexBlocks(bytes, frame, planIndex(frame, frame, ROOM.index)),
    1,
    { x: 0, y: 0, ...picture },
    () => true,
  )) {
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
 * @throws NoRoom; Error for what is damaged.
 */
export function openJpeg(
  bytes: Uint8Array,
  { width, height, orientation }: Sniffed,
  space: ColourSpace | 'srgb',
  room: Room = ROOM,
): RowSource {
  const frame = readFrame(bytes);
  checkRoom(frame, orientation > 4, room);
  const index = indexBlocks(bytes, frame, planIndex(frame, frame, room.index));
  return {
    width,
    height,
    *strips(part, isOfUse = () => true) {
      for (const strip of stripsOf(frame, index, orientation, part, isOfUse)) yield toSrgb(strip, space);
    },
  };
}
