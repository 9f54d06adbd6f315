import { CHANNELS, type Chunks, COLOUR } from './header.ts';

/** Writes the pixels of one unfiltered row, `count` of them, into RGBA: the first at `to`, each further one `step` on. */
export type ExpandRow = (row: Uint8Array, count: number, data: Channels, to: number, step: number) => void;

/** RGBA of 8 bits, or of 16 where the PNG has 16. */
export type Channels = Uint8ClampedArray | Uint16Array;

/** How the rows of a PNG become RGBA. */
export function expanderOf({ header: { depth, colour }, palette, transparency }: Chunks): ExpandRow {
  const channels = CHANNELS[colour];
  const most = 2 ** depth - 1;
  /** The sample at an index of a row, in its own depth. */
  const sample = (row: Uint8Array, index: number): number => {
    if (depth === 8) return row[index];
    if (depth === 16) return (row[index * 2] << 8) | row[index * 2 + 1];
    const bit = index * depth;
    return (row[bit >> 3] >> (8 - depth - (bit & 7))) & most;
  };

  if (colour === COLOUR.palette) {
    return (row, count, data, to, step) => {
      for (let i = 0; i < count; i++, to += step) {
        const entry = sample(row, i);
        for (let c = 0; c < 3; c++) data[to + c] = palette[entry * 3 + c] ?? 0;
        data[to + 3] = transparency[entry] ?? 255;
      }
    };
  }
  const isGrey = colour === COLOUR.grey || colour === COLOUR.greyAlpha;
  const hasAlpha = colour === COLOUR.greyAlpha || colour === COLOUR.rgba;
  const colours = isGrey ? 1 : 3;
  const keyed = transparency.length >= colours * 2;
  /** Whether a pixel has the one colour that is transparent. */
  const isKey = (row: Uint8Array, first: number): boolean => {
    for (let c = 0; c < colours; c++) {
      if (sample(row, first + c) !== ((transparency[c * 2] << 8) | transparency[c * 2 + 1])) return false;
    }
    return true;
  };
  if (depth < 8) {
    const scale = 255 / most;
    return (row, count, data, to, step) => {
      for (let i = 0; i < count; i++, to += step) {
        const value = sample(row, i);
        data.fill(value * scale, to, to + 3);
        data[to + 3] = keyed && isKey(row, i) ? 0 : 255;
      }
    };
  }
  /** Where a pixel's other samples are, from its first. */
  const [green, blue] = isGrey ? [0, 0] : [1, 2];
  const alpha = channels - 1;
  return (row, count, data, to, step) => {
    for (let i = 0, at = 0; i < count; i++, at += channels, to += step) {
      data[to] = sample(row, at);
      data[to + 1] = sample(row, at + green);
      data[to + 2] = sample(row, at + blue);
      if (hasAlpha) data[to + 3] = sample(row, at + alpha);
      else data[to + 3] = keyed && isKey(row, at) ? 0 : most;
    }
  };
}
