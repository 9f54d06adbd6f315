import { CHANNELS, type Chunks, COLOUR } from './header.ts';

/** Writes the pixels of one unfiltered row, `count` of them, into RGBA: the first at `to`, each further one `step` on. */
export type ExpandRow = (row: Uint8Array, count: number, data: Uint8ClampedArray, to: number, step: number) => void;

/** How the rows of a PNG become RGBA8. 16-bit samples keep their upper half. */
export function expanderOf({ header: { depth, colour }, palette, transparency }: Chunks): ExpandRow {
  const channels = CHANNELS[colour];
  const bytes = depth >> 3;
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
  if (colour === COLOUR.rgba && depth === 8) {
    return (row, count, data, to, step) => {
      for (let i = 0; i < count * 4; i += 4, to += step) {
        data[to] = row[i];
        data[to + 1] = row[i + 1];
        data[to + 2] = row[i + 2];
        data[to + 3] = row[i + 3];
      }
    };
  }
  const isGrey = colour === COLOUR.grey || colour === COLOUR.greyAlpha;
  const hasAlpha = colour === COLOUR.greyAlpha || colour === COLOUR.rgba;
  const colours = isGrey ? 1 : 3;
  /** The one colour that is transparent. */
  const key = transparency.length >= colours * 2 ? Array.from({ length: colours }, (_, c) => keyAt(c)) : undefined;
  function keyAt(c: number): number {
    return (transparency[c * 2] << 8) | transparency[c * 2 + 1];
  }
  const scale = depth < 8 ? 255 / most : 1;
  const value = (row: Uint8Array, index: number) =>
    depth >= 8 ? row[index * bytes] : Math.round(sample(row, index) * scale);
  return (row, count, data, to, step) => {
    for (let i = 0; i < count; i++, to += step) {
      const first = i * channels;
      for (let c = 0; c < 3; c++) data[to + c] = value(row, isGrey ? first : first + c);
      if (hasAlpha) data[to + 3] = value(row, first + channels - 1);
      else data[to + 3] = key?.every((part, c) => part === sample(row, first + c)) ? 0 : 255;
    }
  };
}
