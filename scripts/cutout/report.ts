import type { ErrorReport } from '../../shared/errors.ts';
import { nobodyIn } from '../../shared/person/decide.ts';
import { STANDARD } from './files/inputs.ts';
import type { Done } from './job.ts';
import { type Plan, toStandard } from './plan.ts';

/** What became of one photograph. */
export type Outcome =
  | (Omit<Done, 'results'> & { readonly written: readonly string[] })
  | { readonly skipped: readonly string[] }
  | { readonly fetched: readonly string[]; readonly person: 'yes' | 'unsure' | 'no' }
  | { readonly error: Pick<ErrorReport, 'message'> & { readonly code: string } };

const UNSURE = 'Not sure that this is a person, so nothing was written (--skip-unsure).';

const named = (path: string, inWords: string): string => (path === STANDARD ? inWords : path);

/** Prints what became of a photograph: words, or one JSON line; on the standard error where a picture goes to the output. */
export function tell({ wishes, outputs, own }: Plan, input: string, outcome: Outcome): void {
  const say = toStandard(outputs) ? console.error : console.log;
  const photo = named(input, 'standard input');
  if (wishes.json) say(JSON.stringify(lineOf(input, own?.card.name ?? wishes.model, outcome)));
  else if ('error' in outcome) console.error(`${photo}: ${outcome.error.message}`);
  else if ('skipped' in outcome) say(`${photo}: left out, ${outcome.skipped.join(', ')} is there`);
  else if ('fetched' in outcome)
    say(`${photo} → ${outcome.fetched.map((path) => named(path, 'standard output')).join(', ')}${doubtOf(outcome)}`);
  else if (outcome.person === 'no') console.error(`${photo}: ${nobodyIn(wishes.part)}, so nothing was written.`);
  else if (outcome.written.length === 0) console.error(`${photo}: ${UNSURE}`);
  else {
    const { width, height, milliseconds } = outcome;
    const written = outcome.written.map((path) => named(path, 'standard output'));
    const total = Object.values(milliseconds).reduce((sum, ms) => sum + ms, 0);
    say(`${photo}: ${width} × ${height}, ${total} ms → ${written.join(', ')}${doubtOf(outcome)}`);
  }
}

const doubtOf = ({ person }: { readonly person: string }): string =>
  person === 'unsure' ? ' (not sure this is a person)' : '';

function lineOf(input: string, model: string, outcome: Outcome) {
  const unknown = { width: null, height: null, backend: null, person: null, confidence: null };
  const base = { input, model, ...unknown, ms: {}, written: [] };
  if ('skipped' in outcome) return { ...base, skipped: outcome.skipped };
  if ('error' in outcome) return { ...base, error: { code: outcome.error.code, message: outcome.error.message } };
  if ('fetched' in outcome) return { ...base, person: outcome.person, written: outcome.fetched };
  const { milliseconds, ...told } = outcome;
  return { ...base, ...told, ms: milliseconds };
}
