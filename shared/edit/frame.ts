import type { Box } from '../compose.ts';
import type { Matte } from '../picture.ts';

/** Shapes to crop to, width over height. */
export const ASPECTS = { '1:1': 1, '4:5': 4 / 5, '3:4': 3 / 4, '16:9': 16 / 9 } as const;
export type Aspect = keyof typeof ASPECTS;

/** Share of a row or column that has to be person for it to count: specks don't. */
const SPECK = 0.002;

/** The box around the person: where the matte is more than half sure, specks left out; undefined when there is none. */
export function personBox({ width, height, data }: Matte): Box | undefined {
  const rows = new Uint32Array(height);
  const columns = new Uint32Array(width);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (data[i] < 128) continue;
      rows[y]++;
      columns[x]++;
    }
  }
  const [top, bottom] = ends(rows, Math.max(1, width * SPECK));
  const [left, right] = ends(columns, Math.max(1, height * SPECK));
  if (bottom < top || right < left) return undefined;
  return { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

const ends = (counts: Uint32Array, least: number): [first: number, last: number] => [
  counts.findIndex((count) => count >= least) >>> 0,
  counts.findLastIndex((count) => count >= least),
];

/**
 * The frame around a person, in whole pixels; it may reach over the picture's edges.
 *
 * @param margin on every side, as a share of the person's longer side.
 * @param aspect width over height: the frame grows to it, the person staying in the middle.
 */
export function frameAround(person: Box, margin: number, aspect?: number): Box {
  const by = margin * Math.max(person.width, person.height);
  let width = person.width + 2 * by;
  let height = person.height + 2 * by;
  if (aspect) {
    width = Math.max(width, height * aspect);
    height = width / aspect;
  }
  return wholePixels(person.x + person.width / 2, person.y + person.height / 2, width, height);
}

/** The largest frame of an aspect inside the picture, as near to the person's middle as it gets. */
export function frameInside(picture: { width: number; height: number }, person: Box | undefined, aspect: number): Box {
  const width = Math.min(picture.width, picture.height * aspect);
  const height = width / aspect;
  const [x, y] = person
    ? [person.x + person.width / 2, person.y + person.height / 2]
    : [picture.width / 2, picture.height / 2];
  return wholePixels(
    Math.min(Math.max(x, width / 2), picture.width - width / 2),
    Math.min(Math.max(y, height / 2), picture.height - height / 2),
    width,
    height,
  );
}

/** A box of whole pixels about a middle. */
export function wholePixels(x: number, y: number, width: number, height: number): Box {
  const size = { width: Math.max(1, Math.round(width)), height: Math.max(1, Math.round(height)) };
  return { x: Math.round(x - width / 2), y: Math.round(y - height / 2), ...size };
}
