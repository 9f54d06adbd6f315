import type { Scores } from '../../../models/evaluate/score.ts';
import { SHOWN, summarise } from '../../../models/evaluate/summary.ts';
import type { Lap } from './pages/stopwatch.ts';

/** All that was measured of a contender. */
export interface Measured {
  readonly folder: string;
  readonly label: string;
  /** With nothing cached. */
  readonly cold: readonly Lap[];
  /** Later ones; the rounds are everybody's. */
  readonly warm: readonly Lap[];
  /** Bytes of one cold start. */
  readonly downloaded: number;
  /** MiB; undefined where it can't be read. */
  readonly peak: number | undefined;
  /** By set, of pictures that everybody had. */
  readonly scores: ReadonlyMap<string, readonly Scores[]>;
}

const COLUMNS = ['', 'warm', 'cold', 'first visible, warm', 'cold', 'download', 'memory'];
/** The metrics of the table of quality, with their digits. */
const QUALITY = [
  ['IoU', 'iou', 3],
  ['boundary F', 'boundary', 3],
  ['MAD', 'mad', 4],
  ['MSE', 'mse', 4],
  ['Grad', 'grad', 2],
  ['colour', 'colour', 1],
] as const;

export const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1];

/** The Markdown table of time, traffic and memory, a row for each contender. */
export function table(all: readonly Measured[]): string {
  const seconds = (ms: number) => `${(ms / 1000).toFixed(ms < 995 ? 2 : 1)} s`;
  const of = (laps: readonly Lap[], key: 'visible' | 'cutout') => seconds(median(laps.map((lap) => lap[key])));
  const rows = all.map((one) => [
    one.label,
    of(one.warm, 'cutout'),
    of(one.cold, 'cutout'),
    of(one.warm, 'visible'),
    of(one.cold, 'visible'),
    `${(one.downloaded / 1e6).toFixed(1)} MB`,
    one.peak === undefined ? '–' : `${one.peak.toFixed(0)} MiB`,
  ]);
  return markdown([COLUMNS, ...rows]);
}

/** The Markdown table of quality: for each set a row for each contender. */
export function qualityTable(all: readonly Measured[]): string {
  const rows = setsOf(all).flatMap((set) =>
    all.map((one) => {
      const means = meansOf(one, set);
      return [
        `${set}: ${one.label}`,
        String(one.scores.get(set)?.length ?? 0),
        ...QUALITY.map(([, metric, digits]) => means[metric]?.toFixed(digits) ?? ''),
      ];
    }),
  );
  return markdown([['', 'pictures', ...QUALITY.map(([name]) => name)], ...rows]);
}

const setsOf = (all: readonly Measured[]): string[] => [...new Set(all.flatMap(({ scores }) => [...scores.keys()]))];

/** The mean of each metric over a set. */
function meansOf({ scores }: Measured, set: string): Scores {
  const summaries = Object.entries(summarise(scores.get(set) ?? []));
  return Object.fromEntries(summaries.map(([metric, { mean }]) => [metric, mean]));
}

function markdown([head, ...rows]: readonly (readonly string[])[]): string {
  const rule = head.map((_, column) => (column ? '---:' : '---'));
  return [head, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** The targets, each with what was measured and whether it holds; those whose peer is missing are left out. */
export function checks(all: readonly Measured[]): string[] {
  const [ours, ...peers] = all;
  const lines: string[] = [];
  const say = (what: string, value: number, most: number, unit = '') => {
    const digits = unit ? 0 : 3;
    const verdict = value <= most ? 'held' : 'NOT HELD';
    lines.push(`${what}: ${value.toFixed(digits)}${unit} (target ≤ ${most}${unit}): ${verdict}`);
  };
  const named = (folder: string) => peers.find((one) => one.folder === folder);
  // Pairs of one round: what disturbs it disturbs both.
  const ratio = (mine: Measured, its: Measured, key: 'cutout' | 'visible') =>
    median(mine.warm.map((lap, i) => lap[key] / its.warm[i].cutout));
  const against = (folder: string, most: number) => {
    const peer = named(folder);
    if (peer) say(`warm, ${ours.label} / ${peer.label}`, ratio(ours, peer, 'cutout'), most);
  };
  against('isnet_quint8', 0.15);
  against('modnet', 0.6);
  const [fine, isnet, modnet] = ['fine', 'isnet_quint8', 'modnet'].map(named);
  if (fine && isnet) say(`warm, ${fine.label} / ${isnet.label}`, ratio(fine, isnet, 'cutout'), 0.35);
  if (modnet) say(`first visible, ${ours.label} / the cutout, ${modnet.label}`, ratio(ours, modnet, 'visible'), 0.12);
  say('first visible result, warm', median(ours.warm.map((lap) => lap.visible)), 150, ' ms');
  return [...lines, ...betterPeers(all)];
}

/** Where a peer is better than Matteo, in fast as in fine quality: set, metric and both means. */
function betterPeers(all: readonly Measured[]): string[] {
  const own = all.filter(({ folder }) => OURS.has(folder));
  const peers = all.filter(({ folder }) => !OURS.has(folder));
  const pairs = own.flatMap((ours) => peers.map((peer) => [ours, peer] as const));
  const lines: string[] = [];
  for (const set of setsOf(all)) {
    const means = new Map(all.map((one) => [one, meansOf(one, set)]));
    for (const [name, metric, digits] of QUALITY) {
      const sign = SHOWN[metric].better === 'more' ? 1 : -1;
      for (const [ours, peer] of pairs) {
        const [mine, its] = [means.get(ours)?.[metric], means.get(peer)?.[metric]];
        if (mine === undefined || its === undefined || sign * (its - mine) <= 0) continue;
        const told = `${ours.label} ${mine.toFixed(digits)}, ${peer.label} ${its.toFixed(digits)}`;
        lines.push(`${set}, ${name}: ${told}: NOT HELD`);
      }
    }
  }
  return lines;
}

/** The folders of Matteo's own contenders. */
const OURS: ReadonlySet<string> = new Set(['matteo', 'fine']);

/** Where Matteo's own warm time goes, in milliseconds. */
export function stagesOf({ warm }: Measured): string {
  const stages = Object.keys(warm[0].milliseconds ?? {}) as (keyof NonNullable<Lap['milliseconds']>)[];
  return stages.map((stage) => `${stage} ${median(warm.map((lap) => lap.milliseconds?.[stage] ?? 0))}`).join(', ');
}
