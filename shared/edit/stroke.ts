import type { Box } from '../compose.ts';
import type { Matte } from '../picture.ts';
import { clip } from './rectangle.ts';
import { readTile, TILE, type Tiles, tileBox, tilesOf } from './tiles.ts';

/** Where the brush is, in pixels of the matte. */
export interface Dab {
  readonly x: number;
  readonly y: number;
  /** Half the brush's size; pens press it larger. */
  readonly radius: number;
}

export interface Brush {
  /** What it paints: `keep` towards foreground, `remove` towards background. */
  readonly mode: 'keep' | 'remove';
  /** How much of the radius is the soft edge, 0..1. */
  readonly softness: number;
}

/**
 * One stroke of the brush. Where it crosses itself it is no stronger: a pixel takes the stroke's largest coverage, on
 * what the matte was before.
 */
export interface Stroke {
  readonly matte: Matte;
  readonly brush: Brush;
  /** The touched tiles as they were before. */
  readonly before: Tiles;
  /** How much the stroke covers each of their pixels, 0..255. */
  readonly coverage: Map<number, Uint8Array>;
}

export const newStroke = (matte: Matte, brush: Brush): Stroke => ({
  matte,
  brush,
  before: new Map(),
  coverage: new Map(),
});

/**
 * Draws the stroke on from one dab to the next: the brush swept along the line, its radius changing evenly.
 *
 * @returns the box of the matte that may have changed; undefined when all of it is outside.
 */
export function extendStroke(stroke: Stroke, from: Dab, to: Dab): Box | undefined {
  const { matte } = stroke;
  const reach = Math.max(from.radius, to.radius) + 1;
  const x = Math.min(from.x, to.x) - reach;
  const y = Math.min(from.y, to.y) - reach;
  const swept = { x, y, width: Math.abs(from.x - to.x) + 2 * reach, height: Math.abs(from.y - to.y) + 2 * reach };
  const box = clip(swept, matte.width, matte.height);
  if (!box) return undefined;
  for (const index of tilesOf(matte, box)) sweep(stroke, index, box, from, to);
  return box;
}

function sweep({ matte, brush, before, coverage }: Stroke, index: number, box: Box, from: Dab, to: Dab): void {
  const tile = tileBox(matte, index);
  const left = Math.max(tile.x, box.x);
  const right = Math.min(tile.x + tile.width, box.x + box.width);
  const top = Math.max(tile.y, box.y);
  const bottom = Math.min(tile.y + tile.height, box.y + box.height);
  let was = before.get(index);
  let covered = coverage.get(index);
  if (!was || !covered) {
    was = readTile(matte, index);
    covered = new Uint8Array(TILE * TILE);
    before.set(index, was);
    coverage.set(index, covered);
  }
  const target = brush.mode === 'keep' ? 255 : 0;
  const [dx, dy, dr] = [to.x - from.x, to.y - from.y, to.radius - from.radius];
  const length = dx * dx + dy * dy;
  for (let y = top; y < bottom; y++) {
    const py = y + 0.5 - from.y;
    for (let x = left; x < right; x++) {
      const px = x + 0.5 - from.x;
      const t = length > 0 ? Math.min(Math.max((px * dx + py * dy) / length, 0), 1) : 0;
      const [ex, ey] = [px - t * dx, py - t * dy];
      const radius = from.radius + t * dr;
      const far = ex * ex + ey * ey;
      if (far >= (radius + 0.5) * (radius + 0.5)) continue;
      // At least the pixel's own width is soft: hard brushes have smooth rims, too.
      const soft = Math.max(1, brush.softness * radius);
      const inside = Math.min(1, (radius + 0.5 - Math.sqrt(far)) / soft);
      const value = Math.round(inside * inside * (3 - 2 * inside) * 255);
      const at = (y - tile.y) * TILE + (x - tile.x);
      if (value <= covered[at]) continue;
      covered[at] = value;
      matte.data[y * matte.width + x] = was[at] + ((target - was[at]) * value) / 255;
    }
  }
}
