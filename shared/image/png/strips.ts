import type { Samples } from '../colour/convert.ts';
import type { Box } from '../geometry.ts';
import type { IsOfUse } from '../rows/row-source.ts';
import { blocksOf } from './blocks.ts';
import { checkSurplus, type Inflate } from './decode.ts';
import { expanderOf } from './expand.ts';
import { readChunks } from './header.ts';
import { newScanlines } from './scanlines.ts';

/** Most rows of a strip. */
const ROWS = 32;

/**
 * `decodePng` of a part, several rows at a time. A PNG has no place to begin but its first row, so what lies above the part is
 * inflated too; what lies below it is not looked at.
 *
 * @param part of a PNG that is not interlaced.
 * @param isOfUse strips that it declines are anything.
 * @returns strips as wide as the part; each is overwritten by the next.
 * @throws what `decodePng` throws.
 */
export async function* pngStrips(
  bytes: Uint8Array,
  inflate: Inflate,
  part: Box,
  isOfUse: IsOfUse,
): AsyncGenerator<Samples> {
  const chunks = readChunks(bytes);
  const { width, height, depth } = chunks.header;
  const Numbers = depth === 16 ? Uint16Array : Uint8ClampedArray;
  const expand = expanderOf(chunks);
  const scanlines = newScanlines(chunks.header);
  const blocks = blocksOf(chunks.pixels);
  const row = new Numbers(width * 4);
  const stride = part.width * 4;
  const strip = new Numbers(stride * Math.min(ROWS, part.height));
  const bottom = part.y + part.height;
  let top = part.y;
  let isWanted = false;
  for await (const inflated of inflate(blocks, scanlines.promised)) {
    for (const [{ y }, samples] of scanlines.read(inflated)) {
      if (y < part.y || y >= bottom) continue;
      const rows = Math.min(ROWS, bottom - top);
      if (y === top) isWanted = isOfUse({ x: part.x, y, width: part.width, height: rows });
      if (isWanted) {
        expand(samples, width, row, 0, 4);
        strip.set(row.subarray(part.x * 4, part.x * 4 + stride), (y - top) * stride);
      }
      if (y + 1 < top + rows) continue;
      yield { width: part.width, height: rows, data: strip.subarray(0, rows * stride) };
      top += rows;
    }
    if (top === bottom && bottom < height) return;
  }
  if (!scanlines.isComplete()) throw new Error('a PNG with fewer rows than its header says');
  checkSurplus(blocks);
}
