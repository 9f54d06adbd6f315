import type { Grid } from './grid.ts';

/** What a step costs more where colours differ wholly. */
const EDGE = 40;
/** Difference of colours, as a distance in RGB, that counts as whole. */
const WHOLE = 120;
/** People stand upright: what is beside is farther than what is above or below. */
const SIDEWAYS = 1.5;
/** Cost of a straight step over one colour, in whole numbers. */
const UNIT = 8;
const SLANTED = 1.42;

/**
 * Grows labels over a grid along the cheapest ways (Dijkstra, in buckets): each cell gets the label whose seeds are nearest,
 * where crossing an edge between colours is far.
 *
 * @param labels seeds carry a label; cells that get one are filled in.
 * @param colours red, green and blue of each cell.
 * @param may whether a cell may get a label.
 */
export function growLabels(
  labels: Uint16Array,
  { width, height }: Grid,
  colours: Float32Array,
  may: (cell: number) => boolean,
): void {
  const cost = new Float64Array(labels.length).fill(Number.POSITIVE_INFINITY);
  const buckets: number[][] = [[]];
  for (let cell = 0; cell < labels.length; cell++) {
    if (!labels[cell]) continue;
    cost[cell] = 0;
    buckets[0].push(cell);
  }
  const stepCost = (from: number, to: number, dx: number, dy: number) => {
    let square = 0;
    for (let c = 0; c < 3; c++) square += (colours[from * 3 + c] - colours[to * 3 + c]) ** 2;
    const edge = Math.min(1, Math.sqrt(square) / WHOLE);
    const length = dx && dy ? SLANTED * SIDEWAYS : dx ? SIDEWAYS : 1;
    return Math.round(UNIT * length * (1 + EDGE * edge * edge));
  };
  for (let now = 0; now < buckets.length; now++) {
    const bucket = buckets[now] ?? [];
    for (const cell of bucket) {
      if (cost[cell] !== now) continue;
      const x = cell % width;
      const y = (cell - x) / width;
      for (let dy = y > 0 ? -1 : 0; dy <= (y < height - 1 ? 1 : 0); dy++) {
        for (let dx = x > 0 ? -1 : 0; dx <= (x < width - 1 ? 1 : 0); dx++) {
          const next = cell + dy * width + dx;
          if (next === cell || !may(next)) continue;
          const far = now + stepCost(cell, next, dx, dy);
          if (far >= cost[next]) continue;
          cost[next] = far;
          labels[next] = labels[cell];
          buckets[far] ??= [];
          buckets[far].push(next);
        }
      }
    }
    delete buckets[now];
  }
}
