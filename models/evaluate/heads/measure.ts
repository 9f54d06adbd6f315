import { type Matte, newMatte, type Picture } from '../../../shared/image/picture.ts';
import type { Engine } from '../../../shared/inference/engine.ts';
import type { Part } from '../../../shared/person/part.ts';
import { cutOut } from '../../../shared/pipeline/cutout.ts';
import { dice, iou } from '../../metrics/overlap.ts';
import { mean, quantile, table } from '../summary.ts';
import { type Marked, readMarked, within } from './labels.ts';

/** How well the heads of a picture were cut out. */
export interface HeadScore {
  readonly set: string;
  readonly id: string;
  readonly iou: number;
  readonly dice: number;
  /** IoU of the whole person's matte within the marks: what a perfect head would reach. */
  readonly best: number;
}

/** A head below this is named. */
const GOOD = 0.9;

/** Cuts out the heads of a marked picture, and compares them. */
export async function measureHeads(marked: Marked, engine: Engine): Promise<HeadScore> {
  const { picture, heads } = await readMarked(marked);
  const found = await matteOf(picture, engine, 'head');
  const person = within(await matteOf(picture, engine), marked.heads);
  const { set, id } = marked;
  return { set, id, iou: iou(found, heads), dice: dice(found, heads), best: iou(person, heads) };
}

/** The matte of a part or of the whole people; empty where nothing is seen. */
async function matteOf(picture: Picture, engine: Engine, part?: Part): Promise<Matte> {
  const found = await cutOut(picture, engine, { quality: 'fast', part });
  return found.person === 'no' ? newMatte(picture.width, picture.height) : found.matte;
}

/** The scores by set, and the heads that are not good, worst first. */
export function toldHeads(scores: readonly HeadScore[]): string {
  const sets = [...new Set(scores.map(({ set }) => set))];
  const row = (name: string, some: readonly HeadScore[]) => {
    const sorted = some.map((score) => score.iou).sort((a, b) => a - b);
    const numbers = [mean(sorted), quantile(sorted, 0.5), sorted[0], mean(some.map((score) => score.dice))];
    return [name, `${some.length}`, ...[...numbers, mean(some.map(({ best }) => best))].map((one) => one.toFixed(3))];
  };
  const rows = sets.map((set) =>
    row(
      set,
      scores.filter((score) => score.set === set),
    ),
  );
  const bad = scores.filter((score) => score.iou < GOOD).sort((a, b) => a.iou - b.iou);
  const head = ['heads of', 'pictures', 'IoU', 'median', 'worst', 'Dice', 'IoU, perfect part'];
  return [
    table([head, ...rows, row('all', scores)]),
    `below ${GOOD}: ${bad.map(({ set, id, iou }) => `${set}/${id} ${iou.toFixed(3)}`).join(', ') || 'none'}`,
  ].join('\n');
}
