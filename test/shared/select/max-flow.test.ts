import { expect, test } from 'vitest';
import { cellOf, join, newFlowGraph, STEPS } from '../../../shared/select/flow-graph.ts';
import { minimumCut } from '../../../shared/select/max-flow.ts';
import { chance } from '../../fixtures/people/brush.ts';

/** Pairs of neighbours with what parting them costs. */
type Edges = readonly (readonly [a: number, b: number, cost: number])[];

function costOf(labels: ArrayLike<number>, unary: readonly number[], edges: Edges): number {
  const own = unary.reduce((sum, value, i) => sum + (labels[i] ? Math.max(0, -value) : Math.max(0, value)), 0);
  return edges.reduce((sum, [a, b, cost]) => sum + (labels[a] === labels[b] ? 0 : cost), own);
}

test('no labelling costs less than the cut, in small grids of any capacities', () => {
  const draw = chance(7);
  for (let round = 0; round < 120; round++) {
    const [width, height] = [2 + (round % 3), 3];
    const graph = newFlowGraph({ width, height });
    const unary: number[] = [];
    const edges: [number, number, number][] = [];
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        unary.push(Math.round(draw.between(-20, 20)));
        graph.terminal[cellOf(graph, x, y)] = unary[y * width + x];
        for (let d = 0; d < STEPS.length; d += 2) {
          const [u, v] = [x + STEPS[d][0], y + STEPS[d][1]];
          if (u < 0 || u >= width || v >= height) continue;
          const cost = Math.round(draw.between(0, 12));
          join(graph, cellOf(graph, x, y), d, cost);
          edges.push([y * width + x, v * width + u, cost]);
        }
      }
    }
    const found = costOf(minimumCut(graph), unary, edges);
    const count = width * height;
    let least = Number.POSITIVE_INFINITY;
    for (let mask = 0; mask < 1 << count; mask++) {
      const labels = Array.from({ length: count }, (_, i) => (mask >> i) & 1);
      least = Math.min(least, costOf(labels, unary, edges));
    }
    expect(found).toBeCloseTo(least, 3);
  }
});

test('a cell that nothing pulls goes with the neighbour it hangs on most', () => {
  const graph = newFlowGraph({ width: 3, height: 1 });
  graph.terminal[cellOf(graph, 0, 0)] = 10;
  graph.terminal[cellOf(graph, 2, 0)] = -10;
  join(graph, cellOf(graph, 0, 0), 0, 5);
  join(graph, cellOf(graph, 1, 0), 0, 1);
  expect([...minimumCut(graph)]).toEqual([1, 1, 0]);
});
