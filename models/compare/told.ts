import { table } from '../evaluate/summary.ts';
import { type Numbers, numbersOf, type Overlap } from './measure.ts';

/** What two subjects differ in on a picture: IoU of the second less that of the first. */
export interface Delta {
  readonly id: string;
  readonly first: Overlap;
  readonly second: Overlap;
  readonly by: number;
}

/** The pictures of two lists in the same order, the worst regression first. */
export const deltasOf = (first: readonly Overlap[], second: readonly Overlap[]): Delta[] =>
  first
    .map((one, i) => ({ id: one.id, first: one, second: second[i], by: second[i].iou - one.iou }))
    .sort((a, b) => a.by - b.by);

const fixed = (value: number) => value.toFixed(4);
const signed = (value: number) => `${value >= 0 ? '+' : ''}${fixed(value)}`;
const summed = ({ iou, dice }: Numbers) => [iou.mean, iou.low, dice.mean, dice.low];

/** Each picture and the summary, as a table. */
export function toldOfOne(overlaps: readonly Overlap[]): string {
  const [mean, low, diceMean, diceLow] = summed(numbersOf(overlaps)).map(fixed);
  return table([
    ['picture', 'IoU', 'Dice'],
    ...overlaps.map(({ id, iou, dice }) => [id, fixed(iou), fixed(dice)]),
    [`mean of ${overlaps.length}`, mean, diceMean],
    ['5 % worst', low, diceLow],
  ]);
}

/** Two subjects side by side, the worst regression first. */
export function toldOfTwo(names: readonly [string, string], first: Overlap[], second: Overlap[]): string {
  const deltas = deltasOf(first, second);
  const [a, b] = [summed(numbersOf(first)), summed(numbersOf(second))];
  const line = (name: string, i: number) => [name, fixed(a[i]), fixed(b[i]), signed(b[i] - a[i])];
  const better = deltas.filter(({ by }) => by > 0).length;
  const worse = deltas.filter(({ by }) => by < 0).length;
  return [
    table([
      ['IoU', ...names, 'difference'],
      ...deltas.map(({ id, first, second, by }) => [id, fixed(first.iou), fixed(second.iou), signed(by)]),
    ]),
    table([
      ['', ...names, 'difference'],
      ...['IoU', 'IoU, 5 % worst', 'Dice', 'Dice, 5 % worst'].map((name, i) => line(name, i)),
    ]),
    `${names[1]} is better in ${better} and worse in ${worse} of ${deltas.length}.`,
  ].join('\n\n');
}
