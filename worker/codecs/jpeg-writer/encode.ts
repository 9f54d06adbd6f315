import type { Size } from '../../../shared/image/geometry.ts';
import type { Picture } from '../../../shared/image/picture.ts';
import { ZIGZAG } from '../jpeg/frame.ts';
import { AC_CODES, type Codes, DC_CODES, stepsAt } from './codes.ts';
import { forwardDct, reciprocals } from './dct.ts';

/** Colour is kept at its full resolution, so that edges keep theirs. */
const QUALITY = 90;

/**
 * A baseline JPEG of strips as wide as the picture, one below the other; their alpha is not looked at.
 *
 * @returns the file, part by part, as it is made: eight rows are held.
 * @throws what `strips` throws; whoever stops reading stops them.
 */
export async function* encodeJpegStrips(
  { width, height }: Size,
  strips: Iterable<Picture> | AsyncIterable<Picture>,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const steps = stepsAt(QUALITY);
  yield headerOf({ width, height }, steps);
  const writer = newWriter();
  const blocks = newBlockWriter(writer, steps.map(reciprocals));
  const band = new Uint8ClampedArray(width * 8 * 4);
  let rows = 0;
  for await (const { height: count, data } of strips) {
    for (let y = 0; y < count; y++) {
      band.set(data.subarray(y * width * 4, (y + 1) * width * 4), rows++ * width * 4);
      if (rows < 8) continue;
      writeBand(band, width, blocks);
      rows = 0;
    }
    if (writer.length() > 0) yield writer.take();
  }
  if (rows > 0) {
    // The last row stands for those that are missing.
    for (let y = rows; y < 8; y++) band.copyWithin(y * width * 4, (rows - 1) * width * 4, rows * width * 4);
    writeBand(band, width, blocks);
  }
  writer.end();
  yield writer.take();
}

/** Writes one block of a component: 0 is luma. */
type BlockWriter = (component: number, block: Float32Array) => void;

/** Eight rows: all their blocks, of each place the three of its components. */
function writeBand(band: Uint8ClampedArray, width: number, write: BlockWriter): void {
  const [luma, blue, red] = [new Float32Array(64), new Float32Array(64), new Float32Array(64)];
  for (let left = 0; left < width; left += 8) {
    for (let i = 0; i < 64; i++) {
      const at = ((i >> 3) * width + Math.min(left + (i & 7), width - 1)) * 4;
      const [r, g, b] = [band[at], band[at + 1], band[at + 2]];
      // ITU-T T.871, 7.
      luma[i] = 0.299 * r + 0.587 * g + 0.114 * b - 128;
      blue[i] = -0.168735892 * r - 0.331264108 * g + 0.5 * b;
      red[i] = 0.5 * r - 0.418687589 * g - 0.081312411 * b;
    }
    write(0, luma);
    write(1, blue);
    write(2, red);
  }
}

function newBlockWriter({ code, bits }: Writer, scales: readonly Float32Array[]): BlockWriter {
  const dcs = [0, 0, 0];
  const levels = new Int32Array(64);
  return (component, block) => {
    const table = Math.min(component, 1);
    const [scale, ac] = [scales[table], AC_CODES[table]];
    forwardDct(block);
    for (let k = 0; k < 64; k++) levels[k] = Math.round(block[ZIGZAG[k]] * scale[ZIGZAG[k]]);
    const difference = levels[0] - dcs[component];
    dcs[component] = levels[0];
    const size = sizeOf(difference);
    code(DC_CODES[table], size);
    bits(difference, size);
    let zeros = 0;
    for (let k = 1; k < 64; k++) {
      const level = levels[k];
      if (level === 0) {
        zeros++;
        continue;
      }
      for (; zeros > 15; zeros -= 16) code(ac, 0xf0);
      const length = sizeOf(level);
      code(ac, (zeros << 4) | length);
      bits(level, length);
      zeros = 0;
    }
    if (zeros > 0) code(ac, 0);
  };
}

/** How many bits a number has, without its sign. */
const sizeOf = (level: number): number => 32 - Math.clz32(Math.abs(level));

interface Writer {
  /** Bytes that wait. */
  length(): number;
  code(codes: Codes, symbol: number): void;
  /** The lower `length` bits of a number; of one below zero, of the number less one. */
  bits(level: number, length: number): void;
  /** Fills the last byte, and ends the file. */
  end(): void;
  /** The bytes that wait. */
  take(): Uint8Array<ArrayBuffer>;
}

/** Bits in the order of the file, with a zero after each byte of ones. */
function newWriter(): Writer {
  let bytes = new Uint8Array(1 << 16);
  let [filled, held, count] = [0, 0, 0];
  const put = (value: number, length: number) => {
    held = (held << length) | value;
    count += length;
    if (filled + 8 > bytes.length) {
      const larger = new Uint8Array(bytes.length * 2);
      larger.set(bytes);
      bytes = larger;
    }
    while (count >= 8) {
      count -= 8;
      const byte = (held >>> count) & 255;
      bytes[filled++] = byte;
      if (byte === 255) bytes[filled++] = 0;
    }
    held &= (1 << count) - 1;
  };
  return {
    length: () => filled,
    code: ({ code, length }, symbol) => put(code[symbol], length[symbol]),
    bits(level, length) {
      if (length > 0) put((level < 0 ? level - 1 : level) & ((1 << length) - 1), length);
    },
    end() {
      if (count > 0) put((1 << (8 - count)) - 1, 8 - count);
      bytes[filled++] = 0xff;
      bytes[filled++] = 0xd9;
    },
    take() {
      const taken = bytes.slice(0, filled);
      filled = 0;
      return taken;
    },
  };
}

/** Everything before the first block (ITU-T T.81, annex B; T.871). */
function headerOf({ width, height }: Size, steps: readonly (readonly number[])[]): Uint8Array<ArrayBuffer> {
  const segment = (marker: number, data: readonly number[]) => [0xff, marker, ...two(data.length + 2), ...data];
  const tables = (kind: number, [luma, others]: readonly [Codes, Codes]) =>
    [luma, others].flatMap(({ counts, symbols }, i) => segment(0xc4, [(kind << 4) | i, ...counts, ...symbols]));
  return Uint8Array.from([
    ...[0xff, 0xd8],
    ...segment(0xe0, [0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0]),
    ...steps.flatMap((table, i) => segment(0xdb, [i, ...Array.from(ZIGZAG, (place) => table[place])])),
    ...segment(0xc0, [8, ...two(height), ...two(width), 3, 1, 0x11, 0, 2, 0x11, 1, 3, 0x11, 1]),
    ...tables(0, DC_CODES),
    ...tables(1, AC_CODES),
    ...segment(0xda, [3, 1, 0x00, 2, 0x11, 3, 0x11, 0, 63, 0]),
  ]);
}

const two = (value: number): [number, number] => [value >> 8, value & 255];
