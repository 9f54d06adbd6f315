import type { Box } from '../image/geometry.ts';
import type { Matte, Picture } from '../image/picture.ts';
import { type Steps, within } from '../steps.ts';
import { type ColourGrid, colourGrid } from './colour-grid.ts';
import type { Learning } from './colours/learn-mixture.ts';
import { logOdds } from './colours/log-odds.ts';
import { cutterOf, SURE } from './cut.ts';
import { geodesicDistance } from './geodesic-distance.ts';
import { changedPart, type Selection } from './selection.ts';
import { cellsUnder, meansOn, partLookedAt, type SmartStroke } from './stroke-cells.ts';

/** Rounds of learning colours and cutting. */
const ROUNDS = 2;
/** For each side; a stroke must be quick. */
const LEARNING: Learning = { gaussians: 6, samples: 4000 };
/** Colours that change by so much along the way from the stroke, in levels, count one unit against. */
const FAR = 40;
/** That is the most that distance counts against, in logarithms. */
const FARTHEST = 8;

/**
 * Applies a smart stroke to a matte: it selects the region with the colours under the stroke, up to its edges, and not the brush's disc. A stroke
 * that keeps only adds, one that removes only subtracts. Regions that are not connected with the stroke don't change.
 *
 * @param matte of the picture's size; empty if nothing is selected yet.
 * @returns the coarse matte of the changed region and a margin: 0 or 1 in cells that change, the old value in the
 *   others; undefined if the stroke is outside of the picture.
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
  const away = geodesicDistance(grid, seeds, may);
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

/** The cells that are not yet on the stroke's side, and so may change. */
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

/** The log-odds that each cell belongs to the stroke's side. */
function oddsOf(grid: ColourGrid, own: Float32Array, others: Float32Array, { seeds, may, away }: Reach): Float32Array {
  const odds = logOdds(grid.colours, own, others, LEARNING);
  for (let cell = 0; cell < odds.length; cell++) {
    if (seeds[cell]) odds[cell] = SURE;
    // A cell that is on the stroke's side already does not influence its neighbours.
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

/** Weights of the stroke's colours and of the others. Cells near the stroke with similar colours have no weight for either. */
function firstGuess(seeds: Uint8Array, may: Uint8Array, away: Float32Array) {
  const own = new Float32Array(seeds);
  const others = new Float32Array(may.length);
  for (let cell = 0; cell < may.length; cell++) {
    if (may[cell] && !seeds[cell]) others[cell] = 1 - Math.exp(-away[cell] / FAR);
  }
  return [own, others] as const;
}

/** The part of the selection that is connected with the seeds. */
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
