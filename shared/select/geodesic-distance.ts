import { type ColourGrid, difference } from './colour-grid.ts';

/** Before any way from the stroke is known. */
const UNREACHED = 1e6;
/** What each step away from the stroke costs, in levels, beside what colours change along it. */
const STEP = 0.5;
/** Changes up to so many times the usual one are grain. */
const GRAIN = 2;

/**
 * How much colours change at least on a way from the seeds to each cell: a geodesic distance, by sweeps to and fro
 * (Toivanen 1996).
 *
 * @param seeds 1 in the cells where ways begin.
 * @param may 1 in the cells that ways lead through.
 * @returns levels; 0 in the seeds, a million where no way leads.
 */
export function geodesicDistance(grid: ColourGrid, seeds: Uint8Array, may: Uint8Array): Float32Array {
  const { width, height } = grid;
  const away = new Float32Array(seeds.length);
  for (let cell = 0; cell < away.length; cell++) away[cell] = seeds[cell] ? 0 : UNREACHED;
  const grain = GRAIN * usualChange(grid);
  const pass = (cell: number, from: number) => {
    if (!may[from] || away[from] >= away[cell]) return;
    const far = away[from] + STEP + Math.max(0, Math.sqrt(difference(grid, cell, from)) - grain);
    if (far < away[cell]) away[cell] = far;
  };
  const look = (cell: number, x: number, y: number, before: 1 | -1) => {
    if (!may[cell]) return;
    const [row, side] = [y - before, x - before];
    const isSide = side >= 0 && side < width;
    if (isSide) pass(cell, cell - before);
    if (row < 0 || row >= height) return;
    pass(cell, cell - before * width);
    if (isSide) pass(cell, cell - before * width - before);
    if (x + before >= 0 && x + before < width) pass(cell, cell - before * width + before);
  };
  for (let sweep = 0; sweep < 2; sweep++) {
    for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) look(y * width + x, x, y, 1);
    for (let y = height - 1; y >= 0; y--) for (let x = width - 1; x >= 0; x--) look(y * width + x, x, y, -1);
  }
  return away;
}

/** The median change of colour from a cell to the next, in levels. */
function usualChange(grid: ColourGrid): number {
  const counts = new Uint32Array(444);
  const { length } = grid.colours;
  for (let cell = 1; cell < length / 3; cell++) counts[Math.floor(Math.sqrt(difference(grid, cell, cell - 1)))]++;
  let left = length / 6;
  let change = 0;
  for (; change < counts.length - 1; change++) {
    left -= counts[change];
    if (left <= 0) break;
  }
  return change;
}
