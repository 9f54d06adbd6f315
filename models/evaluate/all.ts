import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MatteNetwork } from '../../shared/inference/catalog.ts';
import type { Engine } from '../../shared/inference/engine.ts';
import type { Person } from '../../shared/person/decide.ts';
import type { Quality } from '../../shared/pipeline/options.ts';
import { type Case, findCases, picturesIn, readPicture } from './cases.ts';
import { productOf, type Turn } from './cut.ts';
import { evaluate } from './evaluate.ts';
import type { Scores } from './score.ts';
import { summarise, table } from './summary.ts';

/** A quality or network that is measured. */
export interface Way {
  readonly name: string;
  readonly network: MatteNetwork;
  readonly quality?: Quality;
}

export const WAYS: readonly Way[] = [
  { name: 'fast', network: 'portrait-s', quality: 'fast' },
  { name: 'fine', network: 'portrait-s', quality: 'fine' },
  { name: 'modnet', network: 'modnet' },
  { name: 'lite', network: 'lite' },
];

/** A set of pictures whose mattes are known: a folder, and which of its pictures belong to the set. */
interface EvaluationSet {
  readonly name: string;
  readonly folder: string;
  readonly has: (id: string) => boolean;
}

const SETS: readonly EvaluationSet[] = [
  { name: 'portraits (in-domain)', folder: 'portraits', has: () => true },
  { name: 'alpha, heads', folder: 'alpha', has: (id) => !id.startsWith('body') },
  { name: 'alpha, small figures', folder: 'alpha', has: (id) => id.startsWith('body') },
  { name: 'wild', folder: 'wild', has: () => true },
];
const NOBODY = 'no-people';

/** The measurements of one picture, with one quality or network. */
export interface Measured {
  readonly set: string;
  readonly way: string;
  readonly id: string;
  readonly person: Person;
  readonly scores: Scores;
}

/**
 * Measures qualities and networks on every evaluation set below `folder`: `portraits`, `alpha`, `wild` and `no-people`.
 *
 * @param most at most so many pictures of each set, evenly chosen.
 * @param turn turns each picture clockwise by so many degrees first.
 * @throws Error when none of the sets is there.
 */
export async function measureAll(
  folder: string,
  ways: readonly Way[],
  engine: Engine,
  most: number,
  log: (line: string) => void,
  turn?: Turn,
): Promise<Measured[]> {
  const measured: Measured[] = [];
  for (const way of ways) {
    for (const { name, cases } of setsIn(folder, most)) {
      for (const one of cases) {
        const plan = {
          network: way.network,
          quality: way.quality,
          turn,
          mattes: undefined,
          plain: false,
          stages: false,
          look: false,
        };
        const { row } = await evaluate(one, plan, engine);
        measured.push({ set: name, way: way.name, id: one.id, person: row.person, scores: row.scores });
      }
      log(`${way.name}: ${name}, ${cases.length} pictures`);
    }
    measured.push(...(await measureNobody(join(folder, NOBODY), way, engine, most, turn)));
  }
  if (measured.length === 0) throw new Error(`${folder} holds none of portraits, alpha, wild and no-people.`);
  return measured;
}

/** The evaluation sets below `folder`, with at most `most` pictures of each, evenly chosen. */
export function setsIn(folder: string, most: number): { readonly name: string; readonly cases: readonly Case[] }[] {
  return SETS.filter((set) => existsSync(join(folder, set.folder))).map((set) => {
    const cases = findCases(join(folder, set.folder)).filter(({ id }) => set.has(id));
    return { name: set.name, cases: evenly(cases, most) };
  });
}

async function measureNobody(
  folder: string,
  { name, network, quality }: Way,
  engine: Engine,
  most: number,
  turn: Turn | undefined,
): Promise<Measured[]> {
  if (!existsSync(folder)) return [];
  const measured: Measured[] = [];
  for (const id of evenly(picturesIn(folder), most)) {
    const { person } = await productOf(await readPicture(join(folder, id)), engine, network, quality, turn);
    measured.push({ set: NOBODY, way: name, id, person, scores: {} });
  }
  return measured;
}

const evenly = <One>(all: readonly One[], most: number): One[] => {
  const step = Math.max(1, all.length / most);
  return Array.from({ length: Math.min(all.length, most) }, (_, i) => all[Math.trunc(i * step)]);
};

const COLUMNS = [
  ['IoU', 'iou', 4],
  ['boundary F', 'boundary', 4],
  ['MAD', 'mad', 5],
  ['MSE', 'mse', 5],
  ['Grad', 'grad', 3],
  ['colour', 'colour', 2],
] as const;

/** The table of all sets and ways. A picture without a cutout counts as an empty matte. */
export function tableOfAll(measured: readonly Measured[]): string {
  const head = ['set, way', 'pictures', 'yes', 'unsure', 'no', ...COLUMNS.map(([name]) => name), 'IoU, 5 %'];
  const groups = new Map<string, Measured[]>();
  for (const one of measured) {
    const name = `${one.set}, ${one.way}`;
    groups.set(name, [...(groups.get(name) ?? []), one]);
  }
  const rows = [...groups].map(([name, rows]) => {
    const count = (person: Measured['person']) => String(rows.filter((row) => row.person === person).length);
    const summary = summarise(rows.map(({ scores }) => scores));
    const cells = COLUMNS.map(([, metric, digits]) => summary[metric]?.mean.toFixed(digits) ?? '');
    const low = summary.iou?.low.toFixed(3) ?? '';
    return [name, String(rows.length), count('yes'), count('unsure'), count('no'), ...cells, low];
  });
  return table([head, ...rows]);
}

/** The number of pictures with the largest changes that are named. */
const MOST_NAMED = 12;

/** An earlier run, from the JSON file that `--out` wrote. @throws Error when it can't be read. */
export function readMeasured(file: string): Measured[] {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new Error(`${file} is no results.json of an earlier run (${(cause as Error).message}).`, { cause });
  }
}

/** The pictures with the largest changes of IoU since an earlier run. */
export function changesAgainst(measured: readonly Measured[], earlier: readonly Measured[]): string {
  const keyOf = ({ set, way, id }: Measured) => `${set}, ${way}, ${id}`;
  const before = new Map(earlier.map((one) => [keyOf(one), one]));
  const changes = measured.flatMap((one) => {
    const old = before.get(keyOf(one));
    if (!old) return [];
    const by = (one.scores.iou ?? 0) - (old.scores.iou ?? 0);
    return by !== 0 || old.person !== one.person ? [{ key: keyOf(one), by, from: old.person, to: one.person }] : [];
  });
  changes.sort((a, b) => Math.abs(b.by) - Math.abs(a.by));
  return changes
    .slice(0, MOST_NAMED)
    .map(
      ({ key, by, from, to }) =>
        `${by >= 0 ? '+' : ''}${by.toFixed(4)}  ${key}${from === to ? '' : `: ${from} → ${to}`}`,
    )
    .join('\n');
}
