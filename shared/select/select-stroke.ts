import type { Box } from '../image/geometry.ts';
import type { Matte, Picture } from '../image/picture.ts';
import { type Steps, within } from '../steps.ts';
import { type ColourGrid, colourGrid, difference, partOf, toGrid } from './colour-grid.ts';
import { cutterOf, SURE } from './cut.ts';
import { type Learning, logOdds } from './mixture.ts';
import { changedPart, type Selection } from './selection.ts';

/** A stroke: a line swept by a round brush, in pixels of the picture. */
export interface SmartStroke {
  readonly mode: 'keep' | 'remove';
  readonly points: readonly { readonly x: number; readonly y: number; readonly radius: number }[];
}

/** How much around matte and stroke is looked at, as a share of their longer side. */
const AROUND = 0.4;
/** Before any way from the stroke is known. */
const UNREACHED = 1e6;
/** Rounds of learning colours and cutting. */
const ROUNDS = 2;
/** For each side; a stroke must be quick. */
const LEARNING: Learning = { gaussians: 6, samples: 4000 };
/** What each step away from the stroke costs, in levels, beside what colours change along it. */
const STEP = 0.5;
/** Changes up to so many times the usual one are grain. */
const GRAIN = 2;
/** Colours that change by so much along the way from the stroke, in levels, count one unit against. */
const FAR = 40;
/** That is the most that distance counts against, in logarithms. */
const FARTHEST = 8;

/**
 * What a matte becomes by a stroke that means a thing and not a disc: what has the colours under it, as far as edges go, comes
 * to its side. A stroke that keeps only adds, one that removes only takes away; what does not hang together with it stays.
 *
 * @param matte of the picture's size; empty where nothing is chosen yet.
 * @returns the coarse matte of where something changes and a little around: 0 or 1 in cells that change, in the others what
 *   they had; undefined where the stroke is beyond the picture.
 */
export function* selectStroke(picture: Picture, matte: Matte, stroke: SmartStroke): Steps<Selection | undefined> {
  const part = partLookedAt(picture, matte, stroke);
  if (!part) return undefined;
  const grid = yield* within(0, 0.2, colourGrid(picture, part));
  const alpha = meansOn(grid, matte);
  const keeps = stroke.mode === 'keep';
  const may = othersSide(alpha, keeps);
  const under = cellsUnder(grid, stroke);
  const seeds = both(under, may);
  if (!seeds.includes(1)) return selectionOf(part, grid, alpha, under, keeps);
  const away = awayFrom(grid, seeds, may);
  yield 0.3;
  const cut = cutterOf(grid);
  const [own, others] = firstGuess(seeds, may, away);
  let found: Uint8Array = seeds;
  for (let round = 0; round < ROUNDS; round++) {
    const odds = oddsOf(grid, own, others, { seeds, may, away });
    found = joined(grid, cut(odds), seeds, may);
    for (let cell = 0; cell < may.length; cell++) {
      own[cell] = found[cell];
      others[cell] = may[cell] - found[cell];
    }
    yield 0.3 + (0.7 * (round + 1)) / ROUNDS;
  }
  for (let cell = 0; cell < under.length; cell++) found[cell] |= under[cell];
  return selectionOf(part, grid, alpha, found, keeps);
}

/** Which cells are not yet on the stroke's side: those that may change. */
function othersSide(alpha: Float32Array, keeps: boolean): Uint8Array {
  const may = new Uint8Array(alpha.length);
  for (let cell = 0; cell < may.length; cell++) may[cell] = alpha[cell] > 0.5 === keeps ? 0 : 1;
  return may;
}

function both(a: Uint8Array, b: Uint8Array): Uint8Array {
  const result = new Uint8Array(a.length);
  for (let cell = 0; cell < a.length; cell++) result[cell] = a[cell] & b[cell];
  return result;
}

interface Reach {
  readonly seeds: Uint8Array;
  readonly may: Uint8Array;
  readonly away: Float32Array;
}

/** How much speaks for each cell to come to the stroke's side, in logarithms. */
function oddsOf(grid: ColourGrid, own: Float32Array, others: Float32Array, { seeds, may, away }: Reach): Float32Array {
  const odds = logOdds(grid.colours, own, others, LEARNING);
  for (let cell = 0; cell < odds.length; cell++) {
    if (seeds[cell]) odds[cell] = SURE;
    // What is on the stroke's side already neither speaks for its neighbours nor against.
    else if (!may[cell]) odds[cell] = 0;
    else odds[cell] -= Math.min(FARTHEST, away[cell] / FAR);
  }
  return odds;
}

function selectionOf(
  part: Box,
  { width, height }: ColourGrid,
  alpha: Float32Array<ArrayBuffer>,
  changed: Uint8Array,
  keeps: boolean,
): Selection {
  for (let cell = 0; cell < changed.length; cell++) if (changed[cell]) alpha[cell] = keeps ? 1 : 0;
  return changedPart({ part, coarse: { dims: [1, 1, height, width], data: alpha } }, changed);
}

/** Around what is chosen and the stroke. */
function partLookedAt(picture: Picture, matte: Matte, { points }: SmartStroke): Box | undefined {
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

/** Mean alpha of each cell, 0..1. */
function meansOn({ part, width, height }: ColourGrid, matte: Matte): Float32Array<ArrayBuffer> {
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

/** The cells whose middle the stroke covers; at least those that its line goes through. */
function cellsUnder(grid: ColourGrid, { points }: SmartStroke): Uint8Array {
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

/** How much colours change at least on a way from the seeds through cells that may change, in levels; sweeps to and fro. */
function awayFrom(grid: ColourGrid, seeds: Uint8Array, may: Uint8Array): Float32Array {
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

/** Weights of the stroke's colours and of the others, where those like the stroke's and near it are left open. */
function firstGuess(seeds: Uint8Array, may: Uint8Array, away: Float32Array) {
  const own = new Float32Array(seeds);
  const others = new Float32Array(may.length);
  for (let cell = 0; cell < may.length; cell++) {
    if (may[cell] && !seeds[cell]) others[cell] = 1 - Math.exp(-away[cell] / FAR);
  }
  return [own, others] as const;
}

/** Of what was found, what hangs together with the seeds. */
function joined({ width }: ColourGrid, found: Uint8Array, seeds: Uint8Array, may: Uint8Array): Uint8Array {
  const result = new Uint8Array(found.length);
  const open: number[] = [];
  const take = (cell: number) => {
    if (!found[cell] || !may[cell] || result[cell]) return;
    result[cell] = 1;
    open.push(cell);
  };
  for (let cell = 0; cell < seeds.length; cell++) if (seeds[cell]) take(cell);
  for (let cell = open.pop(); cell !== undefined; cell = open.pop()) {
    const x = cell % width;
    if (x > 0) take(cell - 1);
    if (x < width - 1) take(cell + 1);
    take(cell - width);
    take(cell + width);
  }
  return result;
}
