import { type Matte, newMatte, type Picture } from '../../../shared/image/picture.ts';
import { resize } from '../../../shared/image/resize.ts';
import { runToEnd } from '../../../shared/steps.ts';
import { squaredDistances } from '../pixels/distance.ts';
import { growLabels } from './geodesic.ts';
import type { Grid } from './grid.ts';
import { findHeads, type Head } from './heads.ts';

/** Longest side of the grid on which people are separated. */
export const GRID = 512;
/** Half the width, in cells, of a connection between two people that is ignored: a hand, a strand. */
const BRIDGE = 5;
const OUTSIDE = 0;
const INSIDE = 1e20;
/** A place so near to a person, in cells, still selects that person. */
const NEAR = 6;

/** The part of a head, and the distance below it in radii of the head, that certainly belongs to the person. */
const CORE = 0.7;
const CHEST = 2.5;

/** A region smaller than this share of the largest person is not offered: a hand at the edge, a strand. */
const SMALLEST = 0.05;

/** A place of a picture, in its pixels. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/**
 * Separates one person from several. People who don't touch, or are connected only by a hand, are separate regions. People who touch or overlap are
 * separated if their heads stick out of the outline: the boundary follows edges of colour at about the same distance from
 * both heads. Half-transparent pixels belong to the nearest person.
 *
 * @param picture what the matte is of, at any size.
 * @param at a point on that person, in pixels of the matte.
 * @returns the matte without the others; undefined if nobody is at that point.
 */
export function onePerson(matte: Matte, picture: Picture, at: Place): Matte | undefined {
  return tellPeopleApart(matte, picture).alone(at);
}

/** The people of a matte. */
export interface People {
  /** A point inside of each person, in pixels of the matte, from left to right; without specks. */
  readonly places: readonly Place[];
  /** The matte without the others, as `onePerson` returns it. */
  alone(at: Place): Matte | undefined;
}

/**
 * Separates the people of a matte, once for all later calls.
 *
 * @param picture what the matte is of, at any size.
 */
export function tellPeopleApart(matte: Matte, picture: Picture): People {
  const scale = Math.min(1, GRID / Math.max(matte.width, matte.height));
  const grid: Grid = {
    width: Math.max(1, Math.round(matte.width * scale)),
    height: Math.max(1, Math.round(matte.height * scale)),
  };
  const alpha = meansOf(matte, grid);
  const depth = depthOf(alpha, grid);
  const labels = tellApart(alpha, depth, grid);
  separate(labels, depth, coloursOf(picture, grid), grid);
  const everywhere = labels.slice();
  spread(everywhere, grid, () => true);
  return {
    places: placesOf(labels, depth, grid).map(({ x, y }) => ({
      x: (x * matte.width) / grid.width,
      y: (y * matte.height) / grid.height,
    })),
    alone(at) {
      const x = Math.floor((at.x * grid.width) / matte.width);
      const y = Math.floor((at.y * grid.height) / matte.height);
      const chosen = labelNear(alpha, labels, grid, x, y);
      if (!chosen) return undefined;
      return masked(matte, everywhere.map((label) => (label === chosen ? 1 : 0)) as Uint16Array, grid);
    },
  };
}

/** For each person, the middle of the cell that is farthest inside, in cells, from left to right. */
function placesOf(labels: Uint16Array, depth: Float32Array, { width }: Grid): Place[] {
  const people = new Map<number, { cells: number; deepest: number }>();
  for (let cell = 0; cell < labels.length; cell++) {
    if (!labels[cell] || depth[cell] === 0) continue;
    const person = people.get(labels[cell]) ?? { cells: 0, deepest: cell };
    person.cells++;
    if (depth[cell] > depth[person.deepest]) person.deepest = cell;
    people.set(labels[cell], person);
  }
  const most = Math.max(0, ...[...people.values()].map(({ cells }) => cells));
  return [...people.values()]
    .filter(({ cells }) => cells >= SMALLEST * most)
    .map(({ deepest }) => ({ x: (deepest % width) + 0.5, y: Math.floor(deepest / width) + 0.5 }))
    .sort((a, b) => a.x - b.x);
}

/** Mean alpha of each cell, 0..1. */
function meansOf({ width, height, data }: Matte, grid: Grid): Float32Array {
  const sums = new Float32Array(grid.width * grid.height);
  const counts = new Float32Array(grid.width * grid.height);
  const columns = Uint16Array.from({ length: width }, (_, x) => Math.floor((x * grid.width) / width));
  for (let y = 0; y < height; y++) {
    const row = Math.floor((y * grid.height) / height) * grid.width;
    for (let x = 0; x < width; x++) {
      sums[row + columns[x]] += data[y * width + x];
      counts[row + columns[x]]++;
    }
  }
  return sums.map((sum, i) => sum / counts[i] / 255);
}

/** The distance of each cell from the outline, in cells. */
function depthOf(alpha: Float32Array, grid: Grid): Float32Array {
  const depth = alpha.map((value) => (value > 0.5 ? INSIDE : OUTSIDE));
  squaredDistances(depth, grid.width, grid.height);
  return depth.map(Math.sqrt);
}

/** Labels the cells of each person, counted from 1; 0 where nobody is. */
function tellApart(alpha: Float32Array, depth: Float32Array, grid: Grid): Uint16Array {
  const labels = new Uint16Array(alpha.length);
  let count = 0;
  const labelAll = (isPart: (cell: number) => boolean) => {
    for (let cell = 0; cell < labels.length; cell++) {
      if (labels[cell] || !isPart(cell)) continue;
      labels[cell] = ++count;
      spread(labels, grid, isPart, [cell]);
    }
  };
  labelAll((cell) => depth[cell] > BRIDGE);
  const isSolid = (cell: number) => alpha[cell] > 0.5;
  spread(labels, grid, isSolid);
  // People who are thinner than such a connection everywhere.
  labelAll(isSolid);
  spread(labels, grid, (cell) => alpha[cell] > 0);
  return labels;
}

/** If more than one head is found in a label, gives each person a label of their own. */
function separate(labels: Uint16Array, depth: Float32Array, colours: Float32Array, grid: Grid): void {
  let count = labels.reduce((most, label) => Math.max(most, label), 0);
  for (let label = count; label > 0; label--) {
    // Strands and bows are no heads.
    const isPart = (cell: number) => labels[cell] === label && depth[cell] > BRIDGE;
    const heads = findHeads(grid, isPart);
    if (heads.length < 2) continue;
    const seeds = new Uint16Array(labels.length);
    for (const head of heads) plant(seeds, ++count, head, grid, isPart);
    growLabels(seeds, grid, colours, (cell) => labels[cell] === label);
    for (let cell = 0; cell < seeds.length; cell++) if (seeds[cell]) labels[cell] = seeds[cell];
  }
}

/** Labels the cells that certainly belong to the person with this head: its middle, and a strip down to the chest. */
function plant(
  seeds: Uint16Array,
  label: number,
  { x, y, radius }: Head,
  { width, height }: Grid,
  isPart: (cell: number) => boolean,
): void {
  const core = CORE * radius;
  for (let cy = Math.floor(y - core); cy <= Math.min(height - 1, y + CHEST * radius); cy++) {
    for (let cx = Math.max(0, Math.ceil(x - core)); cx <= Math.min(width - 1, x + core); cx++) {
      const isHead = Math.hypot(cx - x, cy - y) <= core;
      const isBody = cy > y && Math.abs(cx - x) <= core / 3;
      const cell = cy * width + cx;
      if (cy >= 0 && (isHead || isBody) && isPart(cell) && !seeds[cell]) seeds[cell] = label;
    }
  }
}

/** Mean red, green and blue of each cell. */
function coloursOf(picture: Picture, grid: Grid): Float32Array {
  const small = runToEnd(resize(picture, grid.width, grid.height));
  const colours = new Float32Array(grid.width * grid.height * 3);
  for (let i = 0; i < colours.length; i++) colours[i] = small.data[Math.floor(i / 3) * 4 + (i % 3)];
  return colours;
}

/** Grows labels evenly into unlabelled cells that `may` get one, starting from `from` or from everywhere. */
function spread(
  labels: Uint16Array,
  { width, height }: Grid,
  may: (cell: number) => boolean,
  from: number[] = [...labels.keys()].filter((cell) => labels[cell]),
): void {
  for (let i = 0; i < from.length; i++) {
    const cell = from[i];
    const x = cell % width;
    const around = [
      x > 0 ? cell - 1 : -1,
      x < width - 1 ? cell + 1 : -1,
      cell - width,
      cell < width * (height - 1) ? cell + width : -1,
    ];
    for (const next of around) {
      if (next < 0 || labels[next] || !may(next)) continue;
      labels[next] = labels[cell];
      from.push(next);
    }
  }
}

function labelNear(alpha: Float32Array, labels: Uint16Array, { width, height }: Grid, x: number, y: number): number {
  let [nearest, label] = [NEAR * NEAR + 1, 0];
  for (let cy = Math.max(0, y - NEAR); cy <= Math.min(height - 1, y + NEAR); cy++) {
    for (let cx = Math.max(0, x - NEAR); cx <= Math.min(width - 1, x + NEAR); cx++) {
      const cell = cy * width + cx;
      const away = (cx - x) ** 2 + (cy - y) ** 2;
      if (alpha[cell] <= 0.5 || away >= nearest) continue;
      [nearest, label] = [away, labels[cell]];
    }
  }
  return label;
}

/** The matte where `kept` is 1; between cells the change is smooth. */
function masked(matte: Matte, kept: Uint16Array, grid: Grid): Matte {
  const { width, height, data } = matte;
  const result = newMatte(width, height);
  const row = new Float32Array(grid.width);
  const place = (at: number, size: number, cells: number) => {
    const centre = Math.min(Math.max(((at + 0.5) * cells) / size - 0.5, 0), cells - 1);
    const low = Math.floor(centre);
    return { low, high: Math.min(low + 1, cells - 1), share: centre - low };
  };
  const columns = Array.from({ length: width }, (_, x) => place(x, width, grid.width));
  for (let y = 0; y < height; y++) {
    const { low, high, share } = place(y, height, grid.height);
    for (let i = 0; i < row.length; i++) {
      const [above, below] = [kept[low * grid.width + i], kept[high * grid.width + i]];
      row[i] = above + (below - above) * share;
    }
    for (let x = 0; x < width; x++) {
      const alpha = data[y * width + x];
      if (alpha === 0) continue;
      const column = columns[x];
      result.data[y * width + x] = alpha * (row[column.low] + (row[column.high] - row[column.low]) * column.share);
    }
  }
  return result;
}
