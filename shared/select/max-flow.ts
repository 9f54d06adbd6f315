import { DIRECTIONS, type FlowGraph, STEPS } from './flow-graph.ts';

const FREE = 0;
const SOURCE = 1;
const SINK = 2;

/** The direction of a cell that has no parent. */
const NO_PARENT = -1;
const TERMINAL = 8;
const ORPHAN = 9;

/** Residual capacities below this count as none. */
const NOTHING = 1e-6;

/**
 * The minimum cut of a graph by its maximum flow: two trees of search, one from each terminal, that grow until they meet
 * and are repaired after each path is saturated (Boykov & Kolmogorov 2004, *An experimental comparison of min-cut/max-flow
 * algorithms*, with its marking of distances). It uses up the graph's capacities.
 *
 * @returns 1 for each cell on the source's side, row-major without the rim; a cell that could be on both sides is on the sink's.
 */
export function minimumCut(graph: FlowGraph): Uint8Array {
  const { width, height, stride, flow, terminal } = graph;
  const count = terminal.length;
  const offsets = STEPS.map(([dx, dy]) => dy * stride + dx);
  const tree = new Uint8Array(count);
  const parent = new Int8Array(count).fill(NO_PARENT);
  const distance = new Int32Array(count);
  const stamp = new Int32Array(count);
  // A ring of cells that may still grow; a cell is in it once.
  const active = new Int32Array(count);
  const isActive = new Uint8Array(count);
  let first = 0;
  let waiting = 0;
  const orphans: number[] = [];
  let time = 0;

  const activate = (cell: number) => {
    if (isActive[cell]) return;
    isActive[cell] = 1;
    let at = first + waiting++;
    if (at >= count) at -= count;
    active[at] = cell;
  };

  for (let cell = 0; cell < count; cell++) {
    if (terminal[cell] === 0) continue;
    tree[cell] = terminal[cell] > 0 ? SOURCE : SINK;
    parent[cell] = TERMINAL;
    distance[cell] = 1;
    activate(cell);
  }

  /** What can still flow along the branch between a cell and its parent, towards the sink. */
  const branch = (cell: number): number => {
    const direction = parent[cell];
    return tree[cell] === SOURCE
      ? (cell + offsets[direction]) * DIRECTIONS + (direction ^ 1)
      : cell * DIRECTIONS + direction;
  };
  const orphan = (cell: number) => {
    parent[cell] = ORPHAN;
    orphans.push(cell);
  };

  /** Fills the path through the edge `from` → `direction`; branches that are full leave orphans. */
  const augment = (from: number, direction: number) => {
    const to = from + offsets[direction];
    let most = flow[from * DIRECTIONS + direction];
    for (const end of [from, to]) {
      let cell = end;
      for (; parent[cell] !== TERMINAL; cell += offsets[parent[cell]]) most = Math.min(most, flow[branch(cell)]);
      most = Math.min(most, Math.abs(terminal[cell]));
    }
    flow[from * DIRECTIONS + direction] -= most;
    flow[to * DIRECTIONS + (direction ^ 1)] += most;
    for (const end of [from, to]) {
      let cell = end;
      while (parent[cell] !== TERMINAL) {
        const along = parent[cell];
        const above = cell + offsets[along];
        const [down, up] = [above * DIRECTIONS + (along ^ 1), cell * DIRECTIONS + along];
        const [filled, freed] = tree[cell] === SOURCE ? [down, up] : [up, down];
        flow[filled] -= most;
        flow[freed] += most;
        if (flow[filled] <= NOTHING) {
          flow[filled] = 0;
          orphan(cell);
        }
        cell = above;
      }
      terminal[cell] -= tree[cell] === SOURCE ? most : -most;
      if (Math.abs(terminal[cell]) <= NOTHING) {
        terminal[cell] = 0;
        orphan(cell);
      }
    }
  };

  /** How far a cell is from its tree's terminal; 0 where its branch has come off. */
  const rootedness = (start: number): number => {
    let cell = start;
    let far = 0;
    for (;;) {
      if (stamp[cell] === time) {
        far += distance[cell];
        break;
      }
      const along = parent[cell];
      if (along === ORPHAN || along === NO_PARENT) return 0;
      far++;
      if (along === TERMINAL) {
        stamp[cell] = time;
        distance[cell] = 1;
        break;
      }
      cell += offsets[along];
    }
    const whole = far;
    for (cell = start; stamp[cell] !== time; cell += offsets[parent[cell]]) {
      stamp[cell] = time;
      distance[cell] = far--;
    }
    return whole;
  };

  const adopt = (cell: number) => {
    const side = tree[cell];
    let best = NO_PARENT;
    let nearest = Number.POSITIVE_INFINITY;
    for (let d = 0; d < DIRECTIONS; d++) {
      const next = cell + offsets[d];
      if (tree[next] !== side) continue;
      const capacity = side === SOURCE ? flow[next * DIRECTIONS + (d ^ 1)] : flow[cell * DIRECTIONS + d];
      if (capacity <= 0) continue;
      const far = rootedness(next);
      if (far > 0 && far < nearest) {
        nearest = far;
        best = d;
      }
    }
    parent[cell] = best;
    if (best !== NO_PARENT) {
      stamp[cell] = time;
      distance[cell] = nearest + 1;
      return;
    }
    tree[cell] = FREE;
    for (let d = 0; d < DIRECTIONS; d++) {
      const next = cell + offsets[d];
      if (tree[next] !== side) continue;
      const capacity = side === SOURCE ? flow[next * DIRECTIONS + (d ^ 1)] : flow[cell * DIRECTIONS + d];
      if (capacity > 0) activate(next);
      const along = parent[next];
      if (along >= 0 && along < DIRECTIONS && next + offsets[along] === cell) orphan(next);
    }
  };

  /** Grows a cell's tree by its free neighbours; the direction in which it meets the other tree, or none. */
  const grow = (cell: number): number => {
    const side = tree[cell];
    for (let d = 0; d < DIRECTIONS; d++) {
      const next = cell + offsets[d];
      const capacity = side === SOURCE ? flow[cell * DIRECTIONS + d] : flow[next * DIRECTIONS + (d ^ 1)];
      if (capacity <= 0) continue;
      if (tree[next] === FREE) {
        tree[next] = side;
        parent[next] = d ^ 1;
        stamp[next] = stamp[cell];
        distance[next] = distance[cell] + 1;
        activate(next);
      } else if (tree[next] !== side) return d;
      else if (stamp[next] <= stamp[cell] && distance[next] > distance[cell]) {
        // A shorter way to the terminal.
        parent[next] = d ^ 1;
        stamp[next] = stamp[cell];
        distance[next] = distance[cell] + 1;
      }
    }
    return NO_PARENT;
  };

  while (waiting > 0) {
    const cell = active[first];
    if (tree[cell] === FREE) {
      isActive[cell] = 0;
      if (++first === count) first = 0;
      waiting--;
      continue;
    }
    const meets = grow(cell);
    if (meets === NO_PARENT) {
      isActive[cell] = 0;
      if (++first === count) first = 0;
      waiting--;
      continue;
    }
    time++;
    if (tree[cell] === SOURCE) augment(cell, meets);
    else augment(cell + offsets[meets], meets ^ 1);
    for (let next = orphans.pop(); next !== undefined; next = orphans.pop()) adopt(next);
  }

  const inside = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) inside[y * width + x] = tree[(y + 1) * stride + x + 1] === SOURCE ? 1 : 0;
  }
  return inside;
}
