import { concatBytes } from '../../bytes.ts';
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
/** About how many filtered bytes are handed to the deflater at a time. */
const BLOCK = 1 << 16;

/** A picture or a matte as PNG, 8 bits a channel, compressed by the host beside this thread. */
export async function encodePng(pixels: Pixels): Promise<Uint8Array<ArrayBuffer>> {
  const channels = pixels.data.length / (pixels.width * pixels.height);
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, pixels.width);
  view.setUint32(4, pixels.height);
  header.set([8, COLOUR_OF[channels]], 8);
  const { readable, writable } = new CompressionStream('deflate');
  const writing = write(pixels, channels, writable.getWriter());
  const compressed = new Uint8Array(await new Response(readable).arrayBuffer());
  await writing;
  const parts = [SIGNATURE, chunk('IHDR', header), chunk('IDAT', compressed), chunk('IEND', new Uint8Array(0))];
  return concatBytes(parts);
}

/** The writing end of a stream of bytes. */
interface BlockWriter {
  write(block: Uint8Array<ArrayBuffer>): Promise<void>;
  close(): Promise<void>;
}

/** Filters the rows and hands them on in blocks. */
async function write({ width, height, data }: Pixels, channels: number, to: BlockWriter): Promise<void> {
  const length = width * channels;
  const rows = Math.max(1, Math.floor(BLOCK / (length + 1)));
  const zeros = new Uint8ClampedArray(length);
  for (let first = 0; first < height; first += rows) {
    const count = Math.min(rows, height - first);
    const block = new Uint8Array(count * (length + 1));
    for (let r = 0; r < count; r++) {
      const at = (first + r) * length;
      const above = at === 0 ? zeros : data.subarray(at - length, at);
      filterRow(data.subarray(at, at + length), above, channels, block.subarray(r * (length + 1)));
    }
    await to.write(block);
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

function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(data.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  for (let i = 0; i < 4; i++) bytes[4 + i] = type.charCodeAt(i);
  bytes.set(data, 8);
  view.setUint32(data.length + 8, crc32(bytes.subarray(4, data.length + 8)));
  return bytes;
}
