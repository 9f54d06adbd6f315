import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type Matte, newMatte, type Picture } from '../../../shared/image/picture.ts';
import { type Case, findCases, readMatte, readPicture } from '../cases.ts';

export type Polygon = readonly (readonly [x: number, y: number])[];

/** A picture of a measuring set whose heads are marked. */
export interface Marked {
  readonly set: string;
  readonly id: string;
  readonly picture: string;
  /** The set's truth about the whole person. */
  readonly truth: string;
  /** A polygon about each head, in pixels of the picture. */
  readonly heads: readonly Polygon[];
}

const labelsSchema = z.record(z.string(), z.array(z.string()));

/**
 * The marked pictures of the measuring sets below `folder`, as far as these are there.
 *
 * @throws Error where none is.
 */
export function findMarked(folder: string): Marked[] {
  const labels = labelsSchema.parse(JSON.parse(readFileSync(new URL('labels.json', import.meta.url), 'utf8')));
  const sets = new Map<string, readonly Case[]>();
  const marked = Object.entries(labels).flatMap(([name, outlines]): Marked[] => {
    const [set, id] = name.split('/');
    if (!sets.has(set)) sets.set(set, existsSync(join(folder, set)) ? findCases(join(folder, set)) : []);
    const found = sets.get(set)!.find((one) => one.id === id);
    return found ? [{ set, id, picture: found.picture, truth: found.truth.file, heads: outlines.map(polygonOf) }] : [];
  });
  if (marked.length === 0) throw new Error(`${folder} holds none of the pictures whose heads are marked.`);
  return marked;
}

/** Points as SVG writes them: `x,y x,y …`. */
export const polygonOf = (points: string): Polygon =>
  points.split(' ').map((point) => {
    const [x, y] = point.split(',').map(Number);
    return [x, y];
  });

/** The picture, and the true matte of its heads. */
export async function readMarked({ picture, truth, heads }: Marked): Promise<{ picture: Picture; heads: Matte }> {
  return { picture: await readPicture(picture), heads: within(await readMatte(truth), heads) };
}

/** A matte inside of any of the polygons, and nothing outside of them. A pixel is where its middle is. */
export function within(matte: Matte, polygons: readonly Polygon[]): Matte {
  const { width, height } = matte;
  const result = newMatte(width, height);
  for (const polygon of polygons) {
    for (let y = 0; y < height; y++) {
      const crossings = crossingsOf(polygon, y + 0.5);
      for (let i = 0; i + 1 < crossings.length; i += 2) {
        const from = Math.max(0, Math.ceil(crossings[i] - 0.5));
        const end = Math.min(width, Math.ceil(crossings[i + 1] - 0.5));
        for (let at = y * width + from; at < y * width + end; at++) result.data[at] = matte.data[at];
      }
    }
  }
  return result;
}

/** Where a horizontal line crosses a polygon's sides, from the left. */
function crossingsOf(polygon: Polygon, y: number): number[] {
  const crossings: number[] = [];
  for (const [i, [x1, y1]] of polygon.entries()) {
    const [x0, y0] = polygon.at(i - 1)!;
    if (y0 <= y !== y1 <= y) crossings.push(x0 + ((y - y0) / (y1 - y0)) * (x1 - x0));
  }
  return crossings.sort((a, b) => a - b);
}
