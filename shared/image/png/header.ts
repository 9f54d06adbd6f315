import { chunksOf } from '../../sniff/containers/chunks.ts';
import { fourCC } from '../../sniff/reader.ts';

/** How a PNG stores its pixels (PNG 3rd edition, 11.2.1). */
export interface Header {
  readonly width: number;
  readonly height: number;
  /** Bits a sample. */
  readonly depth: number;
  readonly colour: Colour;
  readonly isInterlaced: boolean;
}

/** Colour types by the names of the PNG specification, as IHDR states them. */
export const COLOUR = { grey: 0, rgb: 2, palette: 3, greyAlpha: 4, rgba: 6 } as const;
export type Colour = (typeof COLOUR)[keyof typeof COLOUR];

/** Samples a pixel. */
export const CHANNELS: Readonly<Record<Colour, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

const DEPTHS: Readonly<Record<Colour, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};

/** What a decoder needs of a PNG's chunks; the pixels still compressed. */
export interface Chunks {
  readonly header: Header;
  readonly palette: Uint8Array;
  readonly transparency: Uint8Array;
  /** The data of its IDATs, one after the other. */
  readonly pixels: Iterable<Uint8Array>;
}

const NONE: Uint8Array = new Uint8Array(0);
/** Where the header says how many bits a sample has, and whether it is interlaced. */
const [DEPTH_AT, INTERLACE_AT] = [24, 28];

/** Types of chunks, their four letters as one number. */
const [IHDR, PLTE, TRNS, IDAT] = ['IHDR', 'PLTE', 'tRNS', 'IDAT'].map(fourCC);

/** Whether a PNG has 16 bits a sample. */
export const isDeepPng = (bytes: Uint8Array): boolean => bytes[DEPTH_AT] === 16;

/** Whether a PNG's rows come in seven passes. */
export const isInterlacedPng = (bytes: Uint8Array): boolean => bytes[INTERLACE_AT] === 1;

/** Reads the chunks that say what the pixels are; everything else is passed over. @throws Error for what is not to the standard. */
export function readChunks(bytes: Uint8Array): Chunks {
  let header: Header | undefined;
  let palette = NONE;
  let transparency = NONE;
  for (const { type, data, whole } of chunksOf(bytes)) {
    if (!whole) continue;
    if (type === IHDR) header ??= readHeader(data);
    else if (type === PLTE) palette = data;
    else if (type === TRNS) transparency = data;
  }
  if (!header) throw new Error('a PNG without its header');
  return { header, palette, transparency, pixels: { [Symbol.iterator]: () => pixelsOf(bytes) } };
}

/** The data of every IDAT, of a last one that is cut off what there is; found anew each time: a list of millions of tiny ones would take more than the picture. */
function* pixelsOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (const { type, data } of chunksOf(bytes)) if (type === IDAT) yield data;
}

function readHeader(data: Uint8Array): Header {
  if (data.length !== 13) throw new Error('a PNG header of the wrong length');
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const [depth, colour, compression, filter, interlace] = data.subarray(8);
  const isKnown = DEPTHS[colour as Colour]?.includes(depth) && compression === 0 && filter === 0 && interlace <= 1;
  if (!isKnown) throw new Error('a PNG header with unknown values');
  return {
    width: view.getUint32(0),
    height: view.getUint32(4),
    depth,
    colour: colour as Colour,
    isInterlaced: interlace === 1,
  };
}
