import { unfilter } from './filter.ts';
import { CHANNELS, type Header } from './header.ts';

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

/** One row of a pass. */
export interface Scanline {
  /** Its first pixel, and how far apart its pixels are. */
  readonly x: number;
  readonly y: number;
  readonly stepX: number;
  /** Pixels in it. */
  readonly count: number;
}

interface Place extends Scanline {
  readonly pass: Pass;
  readonly bytes: number;
}

/** Cuts a PNG's inflated bytes into rows. */
export interface Scanlines {
  /** Bytes of all rows, each with its filter. */
  readonly promised: number;
  /** Whether no row is missing. */
  readonly isComplete: () => boolean;
  /**
   * The rows that end in these bytes, each with its samples unfiltered, which the next row overwrites.
   *
   * @throws Error for an unknown filter.
   */
  read(inflated: Uint8Array): Iterable<readonly [scanline: Scanline, samples: Uint8Array]>;
}

/** Two rows are in memory: one that is filled, and the one above it. */
export function newScanlines(header: Header): Scanlines {
  const places = placesOf(header);
  const back = Math.max(1, (CHANNELS[header.colour] * header.depth) >> 3);
  let place = places.next();
  let line = new Uint8Array(place.value?.bytes ?? 0);
  let above = new Uint8Array(line.length);
  let filter = -1;
  let filled = 0;
  return {
    promised: promised(header),
    isComplete: () => place.done === true,
    *read(inflated) {
      for (let at = 0; at < inflated.length && !place.done; ) {
        if (filter < 0) filter = inflated[at++];
        const part = inflated.subarray(at, at + line.length - filled);
        line.set(part, filled);
        at += part.length;
        filled += part.length;
        if (filled < line.length) return;
        unfilter(filter, line, above, back);
        const { pass } = place.value;
        yield [place.value, line];
        place = places.next();
        filter = -1;
        filled = 0;
        if (place.done) return;
        if (place.value.pass === pass) [line, above] = [above, line];
        else {
          line = new Uint8Array(place.value.bytes);
          above = new Uint8Array(line.length);
        }
      }
    },
  };
}

function promised(header: Header): number {
  let bytes = 0;
  for (const place of placesOf(header)) bytes += 1 + place.bytes;
  return bytes;
}

/** Every row that the pixels come in. */
function* placesOf({ width, height, depth, colour, isInterlaced }: Header): Generator<Place, undefined> {
  for (const pass of isInterlaced ? ADAM7 : PLAIN) {
    const [x, first, stepX, stepY] = pass;
    const count = Math.ceil((width - x) / stepX);
    if (count <= 0) continue;
    const bytes = Math.ceil((count * CHANNELS[colour] * depth) / 8);
    for (let y = first; y < height; y += stepY) yield { pass, x, y, stepX, count, bytes };
  }
}
