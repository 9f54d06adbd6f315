import type { RowSource } from '../../shared/image/rows/row-source.ts';
import type { Sniffed } from '../../shared/sniff/header.ts';
import { cutOff } from '../../shared/sniff/reader.ts';
import { MAX_PIXELS, tooManyPixels } from '../limits.ts';
import { spaceFor } from './colour.ts';
import { damaged } from './inspect.ts';
import { openJpeg } from './jpeg/open-jpeg.ts';
import { NoRoom, type Room } from './jpeg/room.ts';
import { openPng } from './png/open-png.ts';

/** What is said of a JPEG that has too much of something. */
const NO_ROOM: Record<NoRoom['why'], string> = {
  scans: 'in more scans than there is room for',
  width: 'that lie on their side in the file',
};

/**
 * Opens an inspected image that is read in strips: upright, 8 bits a channel, in sRGB as far as `spaceFor` knows.
 *
 * @param declined what is thrown where there is no room for it.
 * @param whole how many pixels a picture may have that is not read in strips.
 * @param room how much a JPEG may take.
 * @returns of a JPEG, one that is sound; a PNG throws what is said below when it is first read.
 * @throws CutoutError `damaged`, or `truncated` where rows are missing; ProblemError `too-large` for light brighter than white,
 *   which has to be weighed over the whole picture, for more scans and for wider rows than there is room for.
 */
export function openSource(
  bytes: Uint8Array,
  sniffed: Sniffed,
  declined: typeof tooManyPixels = tooManyPixels,
  whole = MAX_PIXELS,
  room?: Room,
): RowSource {
  const { space } = spaceFor(bytes, sniffed.format);
  const size = `${sniffed.width} × ${sniffed.height} pixels`;
  const failure = (cause: unknown) => (sniffed.unfinished ? cutOff(sniffed.format.toUpperCase()) : damaged(cause));
  if (space !== 'srgb' && space.display) throw declined(`${size} in HDR`);
  if (sniffed.format === 'png') return openPng(bytes, sniffed, space, failure);
  try {
    return openJpeg(bytes, sniffed, space, room);
  } catch (cause) {
    if (cause instanceof NoRoom) throw declined(`${size} ${NO_ROOM[cause.why]}`, Math.max(cause.pixels, whole));
    throw failure(cause);
  }
}
