import type { Size } from '../image/geometry.ts';

/** Steps to the eight neighbours of a cell; the opposite of direction `d` is `d ^ 1`. */
export const STEPS = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
  [1, 1],
  [-1, -1],
  [-1, 1],
  [1, -1],
] as const;
/** How many there are. */
export const DIRECTIONS = STEPS.length;

/**
 * A graph over a grid: each cell is joined to its eight neighbours and to both terminals. Cells are numbered in a grid with
 * a rim of one cell that nothing flows to, so that no step needs a look at the borders.
 */
export interface FlowGraph extends Size {
  /** Cells in a row of the grid with its rim. */
  readonly stride: number;
  /** Residual capacity from a cell to each of its neighbours, `DIRECTIONS` a cell. */
  readonly flow: Float32Array;
  /** Residual capacity from the source where positive, to the sink where negative. */
  readonly terminal: Float32Array;
}

/** A graph without capacities. */
export function newFlowGraph({ width, height }: Size): FlowGraph {
  const stride = width + 2;
  const count = stride * (height + 2);
  return { width, height, stride, flow: new Float32Array(count * DIRECTIONS), terminal: new Float32Array(count) };
}

/** The number of a cell in a graph. */
export const cellOf = ({ stride }: FlowGraph, x: number, y: number): number => (y + 1) * stride + x + 1;

/** Joins a cell and its neighbour in a direction, both ways alike. */
export function join(graph: FlowGraph, cell: number, direction: number, capacity: number): void {
  const step = STEPS[direction];
  graph.flow[cell * DIRECTIONS + direction] = capacity;
  graph.flow[(cell + step[1] * graph.stride + step[0]) * DIRECTIONS + (direction ^ 1)] = capacity;
}
