import { newPicture, type Picture } from '../../../shared/image/picture.ts';
import { expanderOf } from './expand.ts';
import { unfilter } from './filter.ts';
import { CHANNELS, type Header, readChunks } from './header.ts';

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

/**
 * Decodes a PNG, any colour type and depth, row by row as it is inflated: beside the picture itself two rows are held,
 * and not a byte more is inflated than the header promises, whatever was sent.
 *
 * @throws Error for what is damaged or ends too early.
 */
export async function decodePng(bytes: Uint8Array): Promise<Picture> {
  const chunks = readChunks(bytes);
  const { header } = chunks;
  const picture = newPicture(header.width, header.height);
  const expand = expanderOf(chunks);
  const rows = rowsOf(header);
  const back = Math.max(1, (CHANNELS[header.colour] * header.depth) >> 3);

  let row = rows.next();
  let line = new Uint8Array(row.value?.bytes ?? 0);
  let above = new Uint8Array(line.length);
  let filter = -1;
  let filled = 0;
  for await (const inflated of inflate(chunks.pixels)) {
    for (let at = 0; at < inflated.length && !row.done; ) {
      if (filter < 0) filter = inflated[at++];
      const part = inflated.subarray(at, at + line.length - filled);
      line.set(part, filled);
      at += part.length;
      filled += part.length;
      if (filled < line.length) break;
      unfilter(filter, line, above, back);
      const { x, y, stepX, count, pass } = row.value;
      expand(line, count, picture.data, (y * header.width + x) * 4, stepX * 4);
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
    if (row.done) return picture;
  }
  throw new Error('a PNG with fewer rows than its header says');
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

/** The inflated bytes of consecutive parts of one zlib stream, as they come; leaving early stops the work. */
async function* inflate(parts: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  const { readable, writable } = new DecompressionStream('deflate');
  const writer = writable.getWriter();
  const writing = (async () => {
    for (const part of parts)
      for (let at = 0; at < part.length; at += BLOCK) await writer.write(part.slice(at, at + BLOCK));
    await writer.close();
  })().catch(() => {});
  const reader = readerOf(readable);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value as Uint8Array;
    }
  } finally {
    await reader.cancel().catch(() => {});
    await writer.abort().catch(() => {});
    await writing;
  }
}

/** Reads in large pieces where the stream allows it, as workerd's do; each piece is gone with the next. */
function readerOf(stream: ReadableStream): Pick<ReadableStreamDefaultReader<Uint8Array>, 'read' | 'cancel'> {
  let reader: ReadableStreamBYOBReader;
  try {
    reader = stream.getReader({ mode: 'byob' });
  } catch {
    return stream.getReader();
  }
  let piece = new Uint8Array(PIECE);
  return {
    async read() {
      const result = await reader.read(piece);
      if (result.value) piece = new Uint8Array(result.value.buffer);
      return result;
    },
    cancel: (reason) => reader.cancel(reason),
  };
}

const PIECE = 32_768;

/** How much is given to the inflater at a time: what it makes of it, a thousandfold at most, is held. */
const BLOCK = 8192;
