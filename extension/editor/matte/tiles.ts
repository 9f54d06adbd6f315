import type { Box } from '../../../shared/image/geometry.ts';
import { copyBox } from '../../../shared/image/paste.ts';
import type { Matte } from '../../../shared/image/picture.ts';

/** Side of the squares that changes to a matte are kept in. */
export const TILE = 128;

/** Squares of a matte as they were, by their index in reading order; `TILE * TILE` bytes each. */
export type Tiles = Map<number, Uint8ClampedArray>;

const tilesAcross = (width: number): number => Math.ceil(width / TILE);

/** The box of the matte that tile `index` covers. */
export function tileBox({ width, height }: Matte, index: number): Box {
  const x = (index % tilesAcross(width)) * TILE;
  const y = Math.floor(index / tilesAcross(width)) * TILE;
  return { x, y, width: Math.min(TILE, width - x), height: Math.min(TILE, height - y) };
}

/** The tiles that a box (whole pixels, inside the matte) touches. */
export function tilesOf({ width }: Matte, box: Box): number[] {
  const found: number[] = [];
  const lastColumn = Math.floor((box.x + box.width - 1) / TILE);
  const lastRow = Math.floor((box.y + box.height - 1) / TILE);
  for (let row = Math.floor(box.y / TILE); row <= lastRow; row++) {
    for (let column = Math.floor(box.x / TILE); column <= lastColumn; column++) {
      found.push(row * tilesAcross(width) + column);
    }
  }
  return found;
}

/** A copy of one tile of the matte. */
export function readTile(matte: Matte, index: number): Uint8ClampedArray {
  const data = new Uint8ClampedArray(TILE * TILE);
  copyBox(matte, tileBox(matte, index), { width: TILE, data }, { x: 0, y: 0 }, 1);
  return data;
}

/** Puts a tile into the matte. */
export function writeTile(matte: Matte, index: number, tile: Uint8ClampedArray): void {
  const box = tileBox(matte, index);
  copyBox({ width: TILE, data: tile }, { ...box, x: 0, y: 0 }, matte, box, 1);
}
