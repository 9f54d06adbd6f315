import type { Samples } from '../colour/convert.ts';
import { blocksOf } from './blocks.ts';
import { expanderOf } from './expand.ts';
import { unfilter } from './filter.ts';
import { CHANNELS, type Header, readChunks } from './header.ts';
import { inflate as inflateHere } from './inflate.ts';

/** One pass over the picture: where its first pixel lies and how far apart they are (PNG 3rd edition, 8.2). */
type Pass = readonly [x: number, y: number, stepX: number, stepY: number];

const PLAIN: readonly Pass[] = [[0, 0, 1, 1]];
const ADAM7: readonly Pass[] = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
];

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
  const { header } = chunks;
  const { width, height } = header;
  const data = new (header.depth === 16 ? Uint16Array : Uint8ClampedArray)(width * height * 4);
  const expand = expanderOf(chunks);
  const rows = rowsOf(header);
  const blocks = blocksOf(chunks.pixels);
  const back = Math.max(1, (CHANNELS[header.colour] * header.depth) >> 3);

  let row = rows.next();
  let line = new Uint8Array(row.value?.bytes ?? 0);
  let above = new Uint8Array(line.length);
  let filter = -1;
  let filled = 0;
  for await (const inflated of inflate(blocks, promised(header))) {
    for (let at = 0; at < inflated.length && !row.done; ) {
      if (filter < 0) filter = inflated[at++];
      const part = inflated.subarray(at, at + line.length - filled);
      line.set(part, filled);
      at += part.length;
      filled += part.length;
      if (filled < line.length) break;
      unfilter(filter, line, above, back);
      const { x, y, stepX, count, pass } = row.value;
      expand(line, count, data, (y * width + x) * 4, stepX * 4);
      row = rows.next();
      filter = -1;
      filled = 0;
      if (row.done) break;
      if (row.value.pass === pass) [line, above] = [above, line];
      else {
        line = new Uint8Array(row.value.bytes);
        above = new Uint8Array(line.length);
      }
    }
  }
  if (!row.done) throw new Error('a PNG with fewer rows than its header says');
  let surplus = 0;
  for (const { length } of blocks) surplus += length;
  if (surplus > MOST_SURPLUS) throw new Error('a PNG with far more pixels than its header says');
  return { width, height, data };
}

interface Row {
  readonly pass: Pass;
  readonly x: number;
  readonly y: number;
  readonly stepX: number;
  /** Pixels in it, and the bytes they take. */
  readonly count: number;
  readonly bytes: number;
}

/** How many bytes the pixels have, each row with its filter. */
function promised(header: Header): number {
  let bytes = 0;
  for (const row of rowsOf(header)) bytes += 1 + row.bytes;
  return bytes;
}

/** Every row that the pixels come in. */
function* rowsOf({ width, height, depth, colour, isInterlaced }: Header): Generator<Row, undefined> {
  for (const pass of isInterlaced ? ADAM7 : PLAIN) {
    const [x, first, stepX, stepY] = pass;
    const count = Math.ceil((width - x) / stepX);
    if (count <= 0) continue;
    const bytes = Math.ceil((count * CHANNELS[colour] * depth) / 8);
    for (let y = first; y < height; y += stepY) yield { pass, x, y, stepX, count, bytes };
  }
}
