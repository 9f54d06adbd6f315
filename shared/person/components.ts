import { around, type Box } from '../image/geometry.ts';
import type { Tensor } from '../image/picture.ts';

/** Alpha above this belongs to a person. */
export const INSIDE = 0.5;

/** A connected region. */
export interface Component {
  /** In pixels of the matte. */
  readonly box: Box;
  readonly pixels: number;
}

/**
 * 4-connected regions above ½.
 *
 * @returns at each pixel the region's place in the list, counted from 1; 0 outside of all.
 */
export function componentsOf({ dims, data }: Tensor): { labels: Int32Array; components: Component[] } {
  const [rows, columns] = [dims[2], dims[3]];
  const runs = runsOf(data, rows, columns);
  const labels = new Int32Array(data.length);
  const components: Component[] = [];
  const labelOf = new Map<number, number>();
  for (let run = 0; run < runs.length; run++) {
    const { y, from, to } = runs[run];
    const root = rootOf(runs, run);
    const label = labelOf.get(root) ?? components.length + 1;
    const row = { box: { x: from, y, width: to - from, height: 1 }, pixels: to - from };
    const before = components[label - 1];
    components[label - 1] = before ? { box: around(before.box, row.box), pixels: before.pixels + row.pixels } : row;
    labelOf.set(root, label);
    labels.fill(label, y * columns + from, y * columns + to);
  }
  return { labels, components };
}

/** Pixels above ½ side by side in row `y`: `from` belongs to it, `to` does not. `joined` is a run of the same region. */
interface Run {
  readonly y: number;
  readonly from: number;
  readonly to: number;
  joined: number;
}

/** All runs, row by row, those that touch joined: labelling by runs and union-find (Rosenfeld and Pfaltz 1966). */
function runsOf(data: Float32Array, rows: number, columns: number): Run[] {
  const runs: Run[] = [];
  let above = 0;
  for (let y = 0; y < rows; y++) {
    const first = runs.length;
    for (let x = 0, at = y * columns; x < columns; x++, at++) {
      if (data[at] <= INSIDE) continue;
      const from = x;
      while (x < columns && data[at] > INSIDE) {
        x++;
        at++;
      }
      runs.push({ y, from, to: x, joined: runs.length });
    }
    for (let run = first; run < runs.length; run++) {
      while (above < first && runs[above].to <= runs[run].from) above++;
      for (let other = above; other < first && runs[other].from < runs[run].to; other++) {
        const [a, b] = [rootOf(runs, other), rootOf(runs, run)];
        runs[Math.max(a, b)].joined = Math.min(a, b);
      }
    }
    above = first;
  }
  return runs;
}

function rootOf(runs: Run[], run: number): number {
  let root = run;
  while (runs[root].joined !== root) root = runs[root].joined;
  for (let at = run; at !== root; ) {
    const next = runs[at].joined;
    runs[at].joined = root;
    at = next;
  }
  return root;
}
