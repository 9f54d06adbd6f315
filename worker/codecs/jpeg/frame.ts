import type { Size } from '../../../shared/image/geometry.ts';
import { segmentsOf } from '../../../shared/sniff/containers/segments.ts';
import { isFrame } from '../../../shared/sniff/formats/jpeg.ts';
import { ByteReader, hasMagic } from '../../../shared/sniff/reader.ts';
import { type HuffmanTable, huffmanTable } from './huffman.ts';

/** One component of a picture: its luma, say. */
export interface Component {
  readonly id: number;
  /** Which table has its steps. */
  readonly table: number;
  /** Blocks of it in an MCU, across and down. */
  readonly across: number;
  readonly down: number;
  /** Blocks that it has where it is alone in a scan. */
  readonly blocksAcross: number;
  readonly blocksDown: number;
  /** Samples that are the picture's. */
  readonly samples: Size;
  /** Steps of its coefficients, row by row; set by its first scan. */
  steps?: Int32Array;
}

/** One pass over some of the coefficients of some components. */
export interface Scan {
  readonly components: readonly number[];
  readonly dc: readonly (HuffmanTable | undefined)[];
  readonly ac: readonly (HuffmanTable | undefined)[];
  /** The band of coefficients, and the bits of them. */
  readonly first: number;
  readonly last: number;
  readonly high: number;
  readonly low: number;
  /** How many units, MCUs or blocks, lie between two restarts; 0 for no restarts. */
  readonly restart: number;
  /** Where its data begins in the file. */
  readonly at: number;
}

/** What a JPEG says of itself (ITU-T T.81, annex B). */
export interface Frame extends Size {
  readonly isProgressive: boolean;
  readonly components: readonly Component[];
  /** The most blocks of a component in an MCU. */
  readonly across: number;
  readonly down: number;
  readonly mcusAcross: number;
  readonly mcusDown: number;
  readonly scans: readonly Scan[];
  /** Whether the first three components are luma and two differences: of red, green and blue, or with a fourth of three inks. */
  readonly isLuma: boolean;
}

/** What its frame header says. */
type Header = Omit<Frame, 'scans' | 'isLuma'>;

const [SOF2, DHT, SOS, DQT, DRI, APP14] = [0xc2, 0xc4, 0xda, 0xdb, 0xdd, 0xee];

/** Coefficients in the order of the file, as places in their block. */
export const ZIGZAG = Uint8Array.of(
  ...[0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21],
  ...[28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61],
  ...[54, 47, 55, 62, 63],
);

/**
 * Reads all that stands before and between the scans of a sniffed JPEG of one, three or four components.
 *
 * @throws Error for what is not to the standard.
 */
export function readFrame(bytes: Uint8Array): Frame {
  const steps: Int32Array[] = [];
  const tables: readonly [HuffmanTable[], HuffmanTable[]] = [[], []];
  const scans: Scan[] = [];
  let frame: Header | undefined;
  let restart = 0;
  let transform: number | undefined;
  for (const { marker, at, length } of segmentsOf(new ByteReader(bytes, 'JPEG'))) {
    const data = bytes.subarray(at, at + length);
    if (marker === DQT) readSteps(data, steps);
    else if (marker === DHT) readTables(data, tables);
    else if (marker === DRI) restart = (data[0] << 8) | data[1];
    else if (marker === APP14 && hasMagic(data, 0, 'Adobe')) transform = data[11];
    else if (isFrame(marker)) frame ??= readHeader(data, marker === SOF2);
    else if (marker === SOS && frame) scans.push(readScan(data, frame, steps, tables, restart, at + length));
  }
  if (!frame || scans.length === 0) throw new Error('a JPEG without a picture');
  // What Adobe's marker says: ITU-T T.872, 6.5.3.
  const isLuma = frame.components.length === 4 ? transform === 2 : transform !== 0 && !isRgb(frame.components);
  return { ...frame, scans, isLuma };
}

const isRgb = (components: readonly Component[]): boolean =>
  String.fromCharCode(...components.map(({ id }) => id)) === 'RGB';

function readSteps(data: Uint8Array, steps: Int32Array[]): void {
  for (let at = 0; at < data.length; ) {
    const head = data[at++];
    const bytes = head >> 4 ? 2 : 1;
    if (at + 64 * bytes > data.length) throw new Error('a JPEG with half a table');
    const table = new Int32Array(64);
    for (let i = 0; i < 64; i++, at += bytes)
      table[ZIGZAG[i]] = bytes === 2 ? (data[at] << 8) | data[at + 1] : data[at];
    steps[head & 3] = table;
  }
}

function readTables(data: Uint8Array, tables: readonly [HuffmanTable[], HuffmanTable[]]): void {
  for (let at = 0; at + 17 <= data.length; ) {
    const head = data[at];
    const counts = data.subarray(at + 1, at + 17);
    const length = counts.reduce((sum, count) => sum + count, 0);
    tables[(head >> 4) & 1][head & 3] = huffmanTable(counts, data.slice(at + 17, at + 17 + length));
    at += 17 + length;
  }
}

function readHeader(data: Uint8Array, isProgressive: boolean): Header {
  const [height, width] = [(data[1] << 8) | data[2], (data[3] << 8) | data[4]];
  const count = data[5];
  if (data.length < 6 + 3 * count || ![1, 3, 4].includes(count)) throw new Error('a JPEG of so many components');
  const factors = Array.from({ length: count }, (_, i) => {
    const sampling = count === 1 ? 0x11 : data[7 + i * 3];
    return { id: data[6 + i * 3], table: data[8 + i * 3] & 3, across: sampling >> 4, down: sampling & 15 };
  });
  const across = Math.max(...factors.map((one) => one.across));
  const down = Math.max(...factors.map((one) => one.down));
  if (factors.some((one) => one.across < 1 || one.down < 1) || across > 4 || down > 4) {
    throw new Error('a JPEG of impossible sampling');
  }
  const components = factors.map((one): Component => {
    const samples = {
      width: Math.ceil((width * one.across) / across),
      height: Math.ceil((height * one.down) / down),
    };
    return {
      ...one,
      samples,
      blocksAcross: Math.ceil(samples.width / 8),
      blocksDown: Math.ceil(samples.height / 8),
    };
  });
  const mcusAcross = Math.ceil(width / (8 * across));
  const mcusDown = Math.ceil(height / (8 * down));
  return { width, height, isProgressive, components, across, down, mcusAcross, mcusDown };
}

function readScan(
  data: Uint8Array,
  { components, isProgressive }: Header,
  steps: readonly Int32Array[],
  [dcs, acs]: readonly [HuffmanTable[], HuffmanTable[]],
  restart: number,
  at: number,
): Scan {
  const count = data[0];
  if (count < 1 || count > components.length || data.length < 4 + 2 * count) throw new Error('a JPEG with half a scan');
  const [indices, dc, ac]: [number[], (HuffmanTable | undefined)[], (HuffmanTable | undefined)[]] = [[], [], []];
  for (let i = 0; i < count; i++) {
    const index = components.findIndex(({ id }) => id === data[1 + 2 * i]);
    if (index < 0 || indices.includes(index)) throw new Error('a JPEG with a scan of an unknown component');
    components[index].steps ??= steps[components[index].table];
    indices.push(index);
    dc.push(dcs[(data[2 + 2 * i] >> 4) & 3]);
    ac.push(acs[data[2 + 2 * i] & 3]);
  }
  const [first, last, bits] = isProgressive ? data.subarray(1 + 2 * count) : [0, 63, 0];
  const [high, low] = [bits >> 4, bits & 15];
  const isWhole = first === 0 && last === (isProgressive ? 0 : 63);
  if (last > 63 || first > last || low > 13 || !(isWhole || (first > 0 && count === 1))) {
    throw new Error('a JPEG with an impossible scan');
  }
  return { components: indices, dc, ac, first, last, high, low, restart, at };
}
