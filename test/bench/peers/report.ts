import type { Lap } from './pages/stopwatch.ts';
import type { Scores } from './quality.ts';

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
  /** Of pictures that everybody had. */
  readonly scores: readonly Partial<Scores>[];
}

const COLUMNS = ['', 'warm', 'cold', 'first visible, warm', 'cold', 'download', 'memory'];
/** With their digits. */
const QUALITY: Readonly<Record<keyof Scores, readonly [string, number]>> = {
  iou: ['portraits: IoU', 3],
  boundary: ['boundary F', 3],
  mad: ['drawn: MAD', 4],
  grad: ['Grad', 2],
  colour: ['colour error', 1],
};

export const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1];

/** Mean of a score over the pictures that have it; undefined when none has. */
function meanOf({ scores }: Measured, score: keyof Scores): number | undefined {
  const known = scores.map((one) => one[score]).filter((value) => value !== undefined);
  return known.length ? known.reduce((sum, value) => sum + value, 0) / known.length : undefined;
}

/** The Markdown table, a row for each contender. */
export function table(all: readonly Measured[]): string {
  const seconds = (ms: number) => `${(ms / 1000).toFixed(ms < 995 ? 2 : 1)} s`;
  const of = (laps: readonly Lap[], key: 'visible' | 'cutout') => seconds(median(laps.map((lap) => lap[key])));
  const scores = (Object.keys(QUALITY) as (keyof Scores)[]).filter((score) =>
    all.some((one) => meanOf(one, score) !== undefined),
  );
  const rows = all.map((one) => [
    one.label,
    of(one.warm, 'cutout'),
    of(one.cold, 'cutout'),
    of(one.warm, 'visible'),
    of(one.cold, 'visible'),
    `${(one.downloaded / 1e6).toFixed(1)} MB`,
    one.peak === undefined ? '–' : `${one.peak.toFixed(0)} MiB`,
    ...scores.map((score) => meanOf(one, score)?.toFixed(QUALITY[score][1]) ?? '–'),
  ]);
  const head = [...COLUMNS, ...scores.map((score) => QUALITY[score][0])];
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
    if (!peer) return;
    say(`warm, ${ours.label} / ${peer.label}`, ratio(ours, peer, 'cutout'), most);
    for (const [score, worse] of [
      ['iou', (a: number, b: number) => b / a],
      ['mad', (a: number, b: number) => a / b],
    ] as const) {
      const [mine, its] = [meanOf(ours, score), meanOf(peer, score)];
      if (mine === undefined || its === undefined) continue;
      const [name] = QUALITY[score];
      say(`  ${name}, ${score === 'mad' ? `${ours.label} / it` : `it / ${ours.label}`}`, worse(mine, its), 1);
    }
  };
  against('isnet_quint8', 0.15);
  against('modnet', 0.6);
  const [fine, isnet, modnet] = ['fine', 'isnet_quint8', 'modnet'].map(named);
  if (fine && isnet) say(`warm, ${fine.label} / ${isnet.label}`, ratio(fine, isnet, 'cutout'), 0.35);
  if (modnet) say(`first visible, ${ours.label} / the cutout, ${modnet.label}`, ratio(ours, modnet, 'visible'), 0.12);
  say('first visible result, warm', median(ours.warm.map((lap) => lap.visible)), 150, ' ms');
  return lines;
}

/** Where Matteo's own warm time goes, in milliseconds. */
export function stagesOf({ warm }: Measured): string {
  const stages = Object.keys(warm[0].milliseconds ?? {}) as (keyof NonNullable<Lap['milliseconds']>)[];
  return stages.map((stage) => `${stage} ${median(warm.map((lap) => lap.milliseconds?.[stage] ?? 0))}`).join(', ');
}
