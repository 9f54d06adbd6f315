import type { Samples } from '../colour/convert.ts';
import { blocksOf } from './blocks.ts';
import { expanderOf } from './expand.ts';
import { readChunks } from './header.ts';
import { inflate as inflateHere } from './inflate.ts';
import { newScanlines } from './scanlines.ts';

/** Compressed bytes that may follow the last row: some encoders leave a few, a bomb leaves megabytes. */
const MOST_SURPLUS = 65_536;

/**
 * Inflates one zlib stream, piece by piece, and stops after `most` bytes.
 *
 * @throws Error for a stream that is damaged.
 */
export type Inflate = (
  blocks: Iterator<Uint8Array<ArrayBuffer>>,
  most: number,
) => Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/**
 * Decodes a PNG as it is stored, any colour type and depth, row by row as it is inflated: beside the picture itself only two rows are in memory,
 * and not a byte more is inflated than the header promises, whatever was sent. One that stops before its end is fine while its rows are there.
 *
 * @returns 16 bits a channel where the PNG has 16, else 8.
 * @throws Error for what is damaged, ends too early, or goes on long after its last row.
 */
export async function decodePng(bytes: Uint8Array, inflate: Inflate = inflateHere): Promise<Samples> {
  const chunks = readChunks(bytes);
  const { width, height, depth } = chunks.header;
  const data = new (depth === 16 ? Uint16Array : Uint8ClampedArray)(width * height * 4);
  const expand = expanderOf(chunks);
  const scanlines = newScanlines(chunks.header);
  const blocks = blocksOf(chunks.pixels);
  for await (const inflated of inflate(blocks, scanlines.promised)) {
    for (const [{ x, y, stepX, count }, samples] of scanlines.read(inflated)) {
      expand(samples, count, data, (y * width + x) * 4, stepX * 4);
    }
  }
  if (!scanlines.isComplete()) throw new Error('a PNG with fewer rows than its header says');
  checkSurplus(blocks);
  return { width, height, data };
}

/** @throws Error where much of the compressed pixels is left after the last row. */
export function checkSurplus(blocks: Iterable<Uint8Array>): void {
  let surplus = 0;
  for (const { length } of blocks) surplus += length;
  if (surplus > MOST_SURPLUS) throw new Error('a PNG with far more pixels than its header says');
}
