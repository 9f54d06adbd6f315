import type { Row } from './evaluate.ts';
import type { Metric, Scores } from './score.ts';
import type { Compared, Stages } from './stages.ts';
import { METRICS, mean, SHOWN, type Summary, summarise, table } from './summary.ts';

export interface Report {
  readonly pictures: number;
  /** Ids where nobody was found. */
  readonly nobody: readonly string[];
  readonly summary: Partial<Record<Metric, Summary>>;
  /** The same of plain MODNet. */
  readonly plain: Partial<Record<Metric, Summary>> | undefined;
  /** Means over the pictures, and the mean of each picture's ratio. */
  readonly stages: Record<keyof Stages, Compared & { readonly ratio: number }> | undefined;
  /** Worst first: by alpha's mean absolute difference where it is known, else by IoU. */
  readonly rows: readonly Row[];
}

const badness = ({ scores }: Row): number => scores.mad ?? 1 - (scores.iou ?? 0);

/** What the rows say together. */
export function reportOf(rows: readonly Row[]): Report {
  const present = <Value>(values: readonly (Value | undefined)[]) => values.filter((value) => value !== undefined);
  const plain: Scores[] = present(rows.map((row) => row.plain));
  const stages = present(rows.map((row) => row.stages));
  const compare = (key: keyof Stages) => ({
    ours: mean(stages.map((one) => one[key].ours)),
    plain: mean(stages.map((one) => one[key].plain)),
    ratio: mean(stages.map((one) => one[key].ours / one[key].plain)),
  });
  return {
    pictures: rows.length,
    nobody: rows.filter(({ person }) => person === 'no').map(({ id }) => id),
    summary: summarise(rows.map(({ scores }) => scores)),
    plain: plain.length ? summarise(plain) : undefined,
    stages: stages.length ? { mad: compare('mad'), grad: compare('grad'), colour: compare('colour') } : undefined,
    rows: [...rows].sort((a, b) => badness(b) - badness(a)),
  };
}

const WORST_NAMED = 8;
const STAGES: Readonly<Record<keyof Stages, string>> = {
  mad: 'refinement of the true matte made coarse: MAD',
  grad: '  Grad, 10³',
  colour: 'foreground by the true matte: colour error, 0..255',
};

/** The report as text. */
export function told({ pictures, nobody, summary, plain, stages, rows }: Report): string {
  const measured = METRICS.filter((metric) => summary[metric]);
  const head = ['', 'mean', 'median', '5 % worst', 'worst', ...(plain ? ['plain MODNet', 'ours / plain'] : [])];
  const lines = measured.map((metric) => {
    const { name, digits } = SHOWN[metric];
    const own = summary[metric]!;
    const cells = [own.mean, own.median, own.low, own.worst].map((value) => value.toFixed(digits));
    const other = plain?.[metric]?.mean;
    return [name, ...cells, ...(other === undefined ? [] : [other.toFixed(digits), (own.mean / other).toFixed(3)])];
  });
  const worst = rows.slice(0, WORST_NAMED).map((row) => `${row.id} ${badness(row).toFixed(4)}`);
  const parts = [
    `${pictures} pictures${nobody.length ? `; nobody found in ${nobody.join(', ')}` : ''}`,
    table([head, ...lines]),
    `worst, by ${summary.mad ? 'MAD' : '1 − IoU'}: ${worst.join(', ')}`,
  ];
  if (stages) {
    const rows = Object.entries(stages).map(([key, { ours, plain, ratio }]) => {
      const digits = key === 'mad' ? 5 : 2;
      return [
        STAGES[key as keyof Stages],
        ours.toFixed(digits),
        plain.toFixed(digits),
        (ours / plain).toFixed(3),
        ratio.toFixed(3),
      ];
    });
    parts.push(table([['stages alone', 'ours', 'plain', 'ratio of means', 'mean of ratios'], ...rows]));
  }
  return parts.join('\n\n');
}
