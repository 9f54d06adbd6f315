import { type ColourGrid, difference } from './colour-grid.ts';
import { cellOf, join, newFlowGraph, STEPS } from './flow-graph.ts';
import { minimumCut } from './max-flow.ts';

/** What parting two cells of one colour costs, against one unit of log likelihood. */
const SMOOTHNESS = 45;
/** Cells that are surely on one side. */
export const SURE = 1e4;

/**
 * Cuts a grid in two.
 *
 * @param inside how much more likely each cell is inside than outside, in logarithms; `±SURE` where it is known.
 * @returns 1 inside, 0 outside.
 */
export type Cut = (inside: Float32Array) => Uint8Array;

/**
 * Cuts a grid where colours part: the labels with the least energy, unary terms and a contrast term between neighbours
 * (Boykov & Jolly 2001; β as in Rother, Kolmogorov, Blake 2004, *GrabCut*).
 */
export function cutterOf(grid: ColourGrid): Cut {
  const { width, height } = grid;
  const graph = newFlowGraph(grid);
  const beta = 1 / (2 * meanDifference(grid) + 1e-6);
  // Every second direction: the opposite ones are joined with them.
  for (let d = 0; d < STEPS.length; d += 2) {
    const [dx, dy] = STEPS[d];
    const most = SMOOTHNESS / Math.hypot(dx, dy);
    const offset = dy * width + dx;
    for (let y = 0; y < height - dy; y++) {
      for (let x = Math.max(0, -dx); x < width - Math.max(0, dx); x++) {
        const cell = y * width + x;
        join(graph, cellOf(graph, x, y), d, most * Math.exp(-beta * difference(grid, cell, cell + offset)));
      }
    }
  }
  const whole = graph.flow.slice();
  return (inside) => {
    graph.flow.set(whole);
    for (let y = 0; y < height; y++)
      graph.terminal.set(inside.subarray(y * width, (y + 1) * width), cellOf(graph, 0, y));
    return minimumCut(graph);
  };
}

function meanDifference(grid: ColourGrid): number {
  const { width, height } = grid;
  let sum = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const cell = y * width + x;
      if (x + 1 < width) sum += difference(grid, cell, cell + 1);
      if (y + 1 < height) sum += difference(grid, cell, cell + width);
    }
  }
  return sum / Math.max(1, 2 * width * height - width - height);
}
