import type { Metric, Scores } from './score.ts';

export interface Summary {
  readonly mean: number;
  readonly median: number;
  /** The 5th percentile from the bad end. */
  readonly low: number;
  readonly worst: number;
}

/** How metrics are told: more is better for some; digits after the point. */
export const SHOWN: Readonly<
  Record<Metric, { readonly name: string; readonly better: 'more' | 'less'; readonly digits: number }>
> = {
  iou: { name: 'IoU', better: 'more', digits: 4 },
  dice: { name: 'Dice', better: 'more', digits: 4 },
  boundary: { name: 'boundary F, 3 px', better: 'more', digits: 4 },
  mad: { name: 'MAD', better: 'less', digits: 5 },
  mse: { name: 'MSE', better: 'less', digits: 5 },
  sad: { name: 'SAD, 10³', better: 'less', digits: 2 },
  grad: { name: 'Grad, 10³', better: 'less', digits: 2 },
  conn: { name: 'Conn, 10³', better: 'less', digits: 2 },
  colour: { name: 'colour error, 0..255', better: 'less', digits: 2 },
};

/** The metrics in the order they are shown. */
export const METRICS = Object.keys(SHOWN) as Metric[];

/** The arithmetic mean; NaN of nothing. */
export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** A quantile of sorted values, linear between neighbours (Hyndman & Fan 1996, type 7). */
export function quantile(sorted: readonly number[], q: number): number {
  const at = q * (sorted.length - 1);
  const low = Math.floor(at);
  return sorted[low] + (sorted[Math.ceil(at)] - sorted[low]) * (at - low);
}

/** Summaries of the metrics that every row has. */
export function summarise(rows: readonly Scores[]): Partial<Record<Metric, Summary>> {
  const result: Partial<Record<Metric, Summary>> = {};
  for (const metric of METRICS) {
    const values = rows.map((row) => row[metric]).filter((value) => value !== undefined);
    if (values.length === 0) continue;
    const badFirst = values.sort((a, b) => (SHOWN[metric].better === 'more' ? a - b : b - a));
    const [worst, low, median] = [0, 0.05, 0.5].map((q) => quantile(badFirst, q));
    result[metric] = { mean: mean(values), median, low, worst };
  }
  return result;
}
/** Lines of text in columns: the first to the left, the others to the right. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (row: readonly string[]) =>
    row.map((cell, column) => (column ? cell.padStart(widths[column]) : cell.padEnd(widths[0]))).join('  ');
  return rows.map((row) => line(row).trimEnd()).join('\n');
}
