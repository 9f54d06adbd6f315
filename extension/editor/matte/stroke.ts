import type { Box } from '../../../shared/image/geometry.ts';
import type { Matte } from '../../../shared/image/picture.ts';
import { clip } from '../pixels/rectangle.ts';
import { readTile, TILE, type Tiles, tileBox, tilesOf } from './tiles.ts';

/** Where the brush is, in pixels of the matte. */
export interface Dab {
  readonly x: number;
  readonly y: number;
  /** Half the brush's size; pens press it larger. */
  readonly radius: number;
}

/** What one stroke paints with. */
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
  readonly coverage: Map<number, Coverage>;
}

/** How much a stroke covers each pixel of a tile, 0..255, and how many of them wholly. */
interface Coverage {
  readonly values: Uint8Array;
  whole: number;
}

/** A stroke of a brush that has not touched the matte yet. */
export const newStroke = (matte: Matte, brush: Brush): Stroke => ({
  matte,
  brush,
  before: new Map(),
  coverage: new Map(),
});

/**
 * Draws the stroke on from one dab to the next: the brush swept along the line, its radius changing evenly. Tiles that
 * are covered wholly cost nothing.
 *
 * @returns the tiles of the matte that changed.
 */
export function extendStroke(stroke: Stroke, from: Dab, to: Dab): number[] {
  const { matte } = stroke;
  const reach = Math.max(from.radius, to.radius) + 1;
  const x = Math.min(from.x, to.x) - reach;
  const y = Math.min(from.y, to.y) - reach;
  const swept = { x, y, width: Math.abs(from.x - to.x) + 2 * reach, height: Math.abs(from.y - to.y) + 2 * reach };
  const box = clip(swept, matte.width, matte.height);
  return box ? tilesOf(matte, box).filter((index) => sweep(stroke, index, box, from, to)) : [];
}

/** Whether the tile changed. */
function sweep(stroke: Stroke, index: number, box: Box, from: Dab, to: Dab): boolean {
  const { matte, brush } = stroke;
  const tile = tileBox(matte, index);
  const covered = stroke.coverage.get(index) ?? { values: new Uint8Array(TILE * TILE), whole: 0 };
  if (covered.whole === tile.width * tile.height) return false;
  const was = stroke.before.get(index) ?? readTile(matte, index);
  const { values } = covered;
  const { width, data } = matte;
  const left = Math.max(tile.x, box.x);
  const right = Math.min(tile.x + tile.width, box.x + box.width);
  const top = Math.max(tile.y, box.y);
  const bottom = Math.min(tile.y + tile.height, box.y + box.height);
  const target = brush.mode === 'keep' ? 255 : 0;
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const dr = to.radius - from.radius;
  const length = dx * dx + dy * dy;
  const inverse = length > 0 ? 1 / length : 0;
  // All that is nearer than this to the line is covered wholly, all that is farther than `most` not at all.
  const least = Math.min(from.radius, to.radius);
  const wholly = least + 0.5 - Math.max(1, brush.softness * least);
  const nearest = wholly > 0 ? wholly * wholly : 0;
  const most = (Math.max(from.radius, to.radius) + 0.5) ** 2;
  let isChanged = false;
  for (let y = top; y < bottom; y++) {
    const py = y + 0.5 - from.y;
    for (let x = left, at = (y - tile.y) * TILE + left - tile.x; x < right; x++, at++) {
      const covers = values[at];
      if (covers === 255) continue;
      const px = x + 0.5 - from.x;
      const along = (px * dx + py * dy) * inverse;
      const t = along < 0 ? 0 : along > 1 ? 1 : along;
      const ex = px - t * dx;
      const ey = py - t * dy;
      const far = ex * ex + ey * ey;
      if (far >= most) continue;
      let value = 255;
      if (far > nearest) {
        const radius = from.radius + t * dr;
        const depth = radius + 0.5 - Math.sqrt(far);
        if (depth <= 0) continue;
        // At least the pixel's own width is soft: hard brushes have smooth rims, too.
        const inside = Math.min(1, depth / Math.max(1, brush.softness * radius));
        value = (inside * inside * (3 - 2 * inside) * 255 + 0.5) | 0;
      }
      if (value <= covers) continue;
      values[at] = value;
      if (value === 255) covered.whole++;
      isChanged = true;
      data[y * width + x] = was[at] + ((target - was[at]) * value) / 255;
    }
  }
  if (isChanged) {
    stroke.before.set(index, was);
    stroke.coverage.set(index, covered);
  }
  return isChanged;
}
