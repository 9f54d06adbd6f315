import { asFailure } from '../errors.ts';
import { parseColour } from '../image/parse-colour.ts';
import type { Colour } from '../image/picture.ts';
import { SHADOWS } from '../image/shadow/cast-shadow.ts';
import type { Shadow } from '../image/shadow/shade.ts';
import { PARTS } from '../person/part.ts';
import { overallProgress, type Stage } from '../pipeline/stages.ts';
import type { JobOptions, OnProgress } from './types.ts';

/** Aborted as soon as one of the signals is that were given. */
export const anySignal = (...signals: readonly (AbortSignal | undefined)[]): AbortSignal =>
  AbortSignal.any(signals.filter((each) => each !== undefined));

/** @throws CutoutError whatever `work` throws; once `signal` is aborted, what that says. */
export const failing = <Value>(work: Promise<Value>, signal?: AbortSignal): Promise<Value> =>
  work.catch((thrown) => {
    throw signal?.aborted ? thrown : asFailure(thrown);
  });

/** Tells those who listen how far the whole job is. */
export const progressTo =
  (...listeners: readonly (OnProgress | undefined)[]) =>
  (stage: Stage, fraction: number): void => {
    for (const tell of listeners) tell?.({ stage, fraction: overallProgress(stage, fraction) });
  };

/** What of the people is cut out. @throws RangeError for what is no part. */
export function partOf({ part, everyone = part !== 'head' }: JobOptions): Pick<JobOptions, 'part' | 'everyone'> {
  if (part && !PARTS.includes(part)) throw new RangeError(`“${part}” is no part of a person.`);
  return part ? { part, everyone } : {};
}

/** The colour that a cutout is laid on. @throws RangeError for what is no colour, and for one under anything but a cutout. */
export function groundOf({ background }: JobOptions, isCutout: boolean): Colour | undefined {
  const colour = isCutout ? parseColour(String(background)) : undefined;
  if (background !== undefined && !colour) throw new RangeError(`“${background}” is no background of a cutout.`);
  return colour;
}

/** The shadow that a result has. @throws RangeError for what is none, and for one of anything but a cutout. */
export function shadowOf(
  { shadow, shadowOpacity: opacity }: JobOptions,
  isCutout: boolean,
): { readonly shadow?: Shadow } {
  if (shadow !== undefined && !(isCutout && SHADOWS.includes(shadow))) {
    throw new RangeError(`“${shadow}” is no shadow of a cutout.`);
  }
  if (opacity !== undefined && !(shadow && opacity >= 0 && opacity <= 1)) {
    throw new RangeError('“shadowOpacity” is 0 to 1, and goes with “shadow”.');
  }
  return shadow ? { shadow: { kind: shadow, opacity } } : {};
}
