import { collectBytes, concatBytes } from '../../bytes.ts';
import type { Size } from '../geometry.ts';
import { crc32 } from './crc.ts';
import { paeth } from './filter.ts';
import { COLOUR } from './header.ts';

/** Pixels to write: 1 (grey), 3 (RGB) or 4 (RGBA) bytes each. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

/** The colour type by the number of channels. */
const COLOUR_OF: Readonly<Record<number, number>> = { 1: COLOUR.grey, 3: COLOUR.rgb, 4: COLOUR.rgba };

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
/** About how many filtered bytes are handed to the deflater at a time, and how many deflated ones a chunk has. */
const BLOCK = 1 << 16;

/** A picture or a matte as PNG, 8 bits a channel; the host compresses it in another thread. */
export const encodePng = (pixels: Pixels): Promise<Uint8Array<ArrayBuffer>> =>
  collectBytes(encodePngStrips(pixels, pixels.data.length / (pixels.width * pixels.height), [pixels]));

/**
 * `encodePng` of pixels that come in strips as wide as the picture, one below the other.
 *
 * @returns the file, part by part, while it is encoded.
 * @throws what `strips` throws. If the reader stops, `strips` are stopped, too.
 */
export async function* encodePngStrips(
  { width, height }: Size,
  channels: number,
  strips: Iterable<Pixels> | AsyncIterable<Pixels>,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, COLOUR_OF[channels]], 8);
  yield concatBytes([SIGNATURE, chunk('IHDR', header)]);
  const { readable, writable } = new CompressionStream('deflate');
  const reader = readable.getReader();
  const writer = writable.getWriter();
  let failure: { readonly thrown: unknown } | undefined;
  const demand = createDemand();
  const writing = write(strips, width * channels, channels, writer, demand.wanted).catch((thrown: unknown) => {
    failure = { thrown };
    return writer.abort(thrown);
  });
  let rest: Uint8Array = new Uint8Array(0);
  try {
    for (;;) {
      demand.begin();
      const { done, value } = await reader.read();
      demand.end();
      if (done) break;
      // Chunks have a fixed size. The deflater's own depend on timing, so the same picture would get different bytes.
      rest = concatBytes([rest, value]);
      for (; rest.length >= BLOCK; rest = rest.subarray(BLOCK)) yield chunk('IDAT', rest.subarray(0, BLOCK));
    }
    if (rest.length > 0) yield chunk('IDAT', rest);
    await writing;
  } catch (thrown) {
    throw failure ? failure.thrown : thrown;
  } finally {
    // Where the reader stopped early, the next strip is the last.
    demand.begin();
    await reader.cancel().catch(() => {});
    await writing.catch(() => {});
  }
  yield chunk('IEND', new Uint8Array(0));
}

/** Tells whether the reader waits for more; await `wanted` before producing more. */
function createDemand() {
  let open = () => {};
  let wanted: Promise<void> | undefined;
  const end = () => {
    wanted ??= new Promise((resolve) => {
      open = resolve;
    });
  };
  const begin = () => {
    open();
    wanted = undefined;
  };
  end();
  return { begin, end, wanted: () => wanted };
}

/** The writing end of a stream of bytes. */
interface BlockWriter {
  write(block: Uint8Array<ArrayBuffer>): Promise<void>;
  close(): Promise<void>;
}

/** Filters the rows and passes them on in blocks, each when it is requested, because some hosts' deflaters buffer all that they are given. */
async function write(
  strips: Iterable<Pixels> | AsyncIterable<Pixels>,
  length: number,
  channels: number,
  to: BlockWriter,
  wanted: () => Promise<void> | undefined,
): Promise<void> {
  const rows = Math.max(1, Math.floor(BLOCK / (length + 1)));
  /** The last row of the strip before. */
  const last = new Uint8ClampedArray(length);
  for await (const { height, data } of strips) {
    for (let first = 0; first < height; first += rows) {
      const count = Math.min(rows, height - first);
      const block = new Uint8Array(count * (length + 1));
      for (let r = 0; r < count; r++) {
        const at = (first + r) * length;
        const above = at === 0 ? last : data.subarray(at - length, at);
        filterRow(data.subarray(at, at + length), above, channels, block.subarray(r * (length + 1)));
      }
      await wanted();
      await to.write(block);
    }
    last.set(data.subarray((height - 1) * length, height * length));
  }
  await to.close();
}

/** Writes a row with the filter, of three, that leaves the smallest differences: left, above, or Paeth's. */
function filterRow(row: Uint8ClampedArray, above: Uint8ClampedArray, back: number, to: Uint8Array): void {
  const filter = bestFilter(row, above, back);
  to[0] = filter;
  for (let i = 0; i < row.length; i++) {
    const left = i < back ? 0 : row[i - back];
    const corner = i < back ? 0 : above[i - back];
    to[i + 1] = row[i] - (filter === UP ? above[i] : filter === SUB ? left : paeth(left, above[i], corner));
  }
}

const [SUB, UP, PAETH] = [1, 2, 4];

function bestFilter(row: Uint8ClampedArray, above: Uint8ClampedArray, back: number): number {
  let up = 0;
  for (let i = 0; i < row.length; i++) up += distance(row[i] - above[i]);
  // Most rows of mattes, and many of cutouts.
  if (up < row.length >> 3) return UP;
  let [sub, both] = [0, 0];
  for (let i = 0; i < row.length; i++) {
    const left = i < back ? 0 : row[i - back];
    const corner = i < back ? 0 : above[i - back];
    sub += distance(row[i] - left);
    both += distance(row[i] - paeth(left, above[i], corner));
  }
  if (up <= sub && up <= both) return UP;
  return sub <= both ? SUB : PAETH;
}

/** How large a difference of bytes is, around the circle of 256. */
const distance = (difference: number): number => Math.min(difference & 255, 256 - (difference & 255));

function chunk(type: string, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(data.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  for (let i = 0; i < 4; i++) bytes[4 + i] = type.charCodeAt(i);
  bytes.set(data, 8);
  view.setUint32(data.length + 8, crc32(bytes.subarray(4, data.length + 8)));
  return bytes;
}
