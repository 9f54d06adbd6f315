import type { Box, Size } from '../../../shared/image/geometry.ts';
import { movesOf } from '../../../shared/image/orient.ts';
import { newPicture, type Picture } from '../../../shared/image/picture.ts';
import type { IsOfUse } from '../../../shared/image/rows/row-source.ts';
import type { Orientation } from '../../../shared/sniff/header.ts';
import { type BlockIndex, newBlocks } from './block-index.ts';
import { newScratch, writeRow } from './colours.ts';
import type { Frame } from './frame.ts';
import { newPlanes } from './planes.ts';

/** Most rows of a strip. */
const ROWS = 32;

/** MCUs that are decoded together: where they are in the file, and their place in the upright file of whole MCUs. */
interface Run {
  readonly row: number;
  readonly run: number;
  readonly place: Box;
}

/**
 * The rows of a part of an upright picture, several at a time, as stored colours.
 *
 * @param isOfUse runs that it declines are not decoded: their pixels are anything.
 * @returns rows that follow one another; each strip is overwritten by the next.
 */
export function* stripsOf(
  frame: Frame,
  index: BlockIndex,
  orientation: Orientation,
  part: Box,
  isOfUse: IsOfUse,
): Generator<Picture> {
  const { origin, bands } = bandsOf(frame, index, orientation);
  const thick = Math.max(...bands.map(([{ place }]) => place.height));
  const { planes, put } = newPlanes(frame, orientation, thick);
  const blocks = newBlocks(frame, index.run);
  const scratch = newScratch(part.width);
  const strip = newPicture(part.width, Math.min(part.height, ROWS));
  /** What is wanted, and what around it its colours need, in pixels of whole MCUs. */
  const [left, top] = [part.x + origin.x, part.y + origin.y];
  const [right, bottom] = [left + part.width, top + part.height];
  const [around, beneath] = [Math.max(...planes.map((p) => p.narrower)), Math.max(...planes.map((p) => p.lower))];
  let y = top;
  for (const band of bands) {
    const { y: start, height } = band[0].place;
    if (start >= bottom + beneath || start + height <= top - beneath) continue;
    for (const { row, run, place } of band) {
      if (place.x >= right + around || place.x + place.width <= left - around) continue;
      const grown = { x: place.x - origin.x - around, y: place.y - origin.y - beneath };
      const size = { width: place.width + 2 * around, height: place.height + 2 * beneath };
      if (!isOfUse({ ...grown, ...size })) continue;
      index.read(row, run, blocks);
      put(blocks, row, run * index.run, Math.min(index.run, frame.mcusAcross - run * index.run));
    }
    // The last rows need the colours of the next band.
    const isLast = start + height >= bottom + beneath || band === bands.at(-1);
    const end = Math.min(bottom, isLast ? bottom : start + height - (beneath > 1 ? 1 : 0));
    while (y < end) {
      const rows = Math.min(ROWS, end - y);
      for (let i = 0; i < rows; i++) {
        writeRow(planes, frame.isLuma, left, y++, part.width, strip.data, i * part.width * 4, scratch);
      }
      yield { width: part.width, height: rows, data: strip.data.subarray(0, rows * part.width * 4) };
    }
  }
}

/** All runs in the order of upright rows; `origin` is where the picture begins in the upright file of whole MCUs. */
function bandsOf(frame: Frame, { run, runs }: BlockIndex, orientation: Orientation) {
  const [swap, mirrorX, mirrorY] = movesOf(orientation);
  const mcu = { width: 8 * frame.across, height: 8 * frame.down };
  const whole = turned({ width: frame.mcusAcross * mcu.width, height: frame.mcusDown * mcu.height }, swap);
  const upright = turned(frame, swap);
  const origin = {
    x: mirrorX ? whole.width - upright.width : 0,
    y: mirrorY ? whole.height - upright.height : 0,
  };
  const runAt = (row: number, at: number): Run => {
    const mcus = Math.min(run, frame.mcusAcross - at * run);
    const stored = { x: at * run * mcu.width, y: row * mcu.height, width: mcus * mcu.width, height: mcu.height };
    const [x, y] = swap ? [stored.y, stored.x] : [stored.x, stored.y];
    const { width, height } = turned(stored, swap);
    const place = {
      x: mirrorX ? whole.width - x - width : x,
      y: mirrorY ? whole.height - y - height : y,
      width,
      height,
    };
    return { row, run: at, place };
  };
  const [count, length] = swap ? [runs, frame.mcusDown] : [frame.mcusDown, runs];
  const bands = Array.from({ length: count }, (_, i) => {
    const band = mirrorY ? count - 1 - i : i;
    return Array.from({ length }, (_, j) => (swap ? runAt(j, band) : runAt(band, j)));
  });
  return { origin, bands };
}

const turned = ({ width, height }: Size, swap: boolean): Size =>
  swap ? { width: height, height: width } : { width, height };
