import type { Box } from '../image/geometry.ts';
import type { Matte, Picture } from '../image/picture.ts';
import { type ColourGrid, partOf, toGrid } from './colour-grid.ts';

/** A stroke: a line swept by a round brush, in pixels of the picture. */
export interface SmartStroke {
  readonly mode: 'keep' | 'remove';
  readonly points: readonly { readonly x: number; readonly y: number; readonly radius: number }[];
}

/** How much around matte and stroke is looked at, as a share of their longer side. */
const AROUND = 0.4;

/** The part of the picture around what is chosen and the stroke, whole pixels; undefined where the stroke is beyond the picture. */
export function partLookedAt(picture: Picture, matte: Matte, { points }: SmartStroke): Box | undefined {
  let [left, top, right, bottom] = [matte.width, matte.height, 0, 0];
  const take = (x: number, y: number, radius: number) => {
    left = Math.min(left, x - radius);
    top = Math.min(top, y - radius);
    right = Math.max(right, x + radius);
    bottom = Math.max(bottom, y + radius);
  };
  for (const { x, y, radius } of points) take(x, y, radius);
  if (right <= 0 || bottom <= 0 || left >= matte.width || top >= matte.height) return undefined;
  let some = false;
  for (let y = 0; y < matte.height; y++) {
    const row = matte.data.subarray(y * matte.width, (y + 1) * matte.width);
    const first = row.findIndex((value) => value > 127);
    if (first < 0) continue;
    some = true;
    take(first, y, 0);
    take(row.findLastIndex((value) => value > 127) + 1, y + 1, 0);
  }
  // Nothing tells how large the thing is.
  if (!some) return { x: 0, y: 0, width: picture.width, height: picture.height };
  const box = { x: left, y: top, width: right - left, height: bottom - top };
  return partOf(picture, box, AROUND * Math.max(box.width, box.height));
}

/** Mean alpha of a matte of the picture's size in each cell, 0..1. */
export function meansOn({ part, width, height }: ColourGrid, matte: Matte): Float32Array<ArrayBuffer> {
  const means = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const top = part.y + Math.floor((y * part.height) / height);
    const bottom = Math.max(top + 1, part.y + Math.floor(((y + 1) * part.height) / height));
    for (let x = 0; x < width; x++) {
      const left = part.x + Math.floor((x * part.width) / width);
      const right = Math.max(left + 1, part.x + Math.floor(((x + 1) * part.width) / width));
      let sum = 0;
      for (let row = top; row < bottom; row++) {
        for (let i = row * matte.width + left; i < row * matte.width + right; i++) sum += matte.data[i];
      }
      means[y * width + x] = sum / (255 * (right - left) * (bottom - top));
    }
  }
  return means;
}

/** 1 in the cells whose middle the stroke covers; at least in those that its line goes through. */
export function cellsUnder(grid: ColourGrid, { points }: SmartStroke): Uint8Array {
  const { width, height, part } = grid;
  const cells = new Uint8Array(width * height);
  const scale = width / part.width;
  for (const [i, to] of points.entries()) {
    const a = toGrid(grid, (points[i - 1] ?? to).x, (points[i - 1] ?? to).y);
    const b = toGrid(grid, to.x, to.y);
    const radius = Math.max(0.75, to.radius * scale);
    const [dx, dy] = [b.x - a.x, b.y - a.y];
    const length = dx * dx + dy * dy;
    for (
      let y = Math.max(0, Math.floor(Math.min(a.y, b.y) - radius));
      y < Math.min(height, Math.max(a.y, b.y) + radius);
      y++
    ) {
      for (
        let x = Math.max(0, Math.floor(Math.min(a.x, b.x) - radius));
        x < Math.min(width, Math.max(a.x, b.x) + radius);
        x++
      ) {
        const [px, py] = [x + 0.5 - a.x, y + 0.5 - a.y];
        const along = length > 0 ? Math.min(1, Math.max(0, (px * dx + py * dy) / length)) : 0;
        if (Math.hypot(px - along * dx, py - along * dy) <= radius) cells[y * width + x] = 1;
      }
    }
  }
  return cells;
}
