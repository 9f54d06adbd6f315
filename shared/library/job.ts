import { parseColour } from '../image/parse-colour.ts';
import type { Colour } from '../image/picture.ts';
import { overallProgress, type Stage } from '../pipeline/stages.ts';
import type { JobOptions, OnProgress } from './types.ts';

/** Aborted as soon as one of the signals is that were given. */
export const anySignal = (...signals: readonly (AbortSignal | undefined)[]): AbortSignal =>
  AbortSignal.any(signals.filter((each) => each !== undefined));

/** Tells those who listen how far the whole job is. */
export const progressTo =
  (...listeners: readonly (OnProgress | undefined)[]) =>
  (stage: Stage, fraction: number): void => {
    for (const tell of listeners) tell?.({ stage, fraction: overallProgress(stage, fraction) });
  };

/** What of the people is cut out. */
export const partOf = ({ part, everyone = part !== 'head' }: JobOptions): Pick<JobOptions, 'part' | 'everyone'> =>
  part ? { part, everyone } : {};

/** The colour that a cutout is laid on. @throws RangeError for what is no colour. */
export function groundOf(background: string | undefined): Colour | undefined {
  const colour = background === undefined ? undefined : parseColour(background);
  if (background !== undefined && !colour) throw new RangeError(`“${background}” is no colour.`);
  return colour;
}
