import { ProblemError } from '../problems.ts';

/** True for the usual spellings of yes in forms and queries. */
export const isYes = (text: string | undefined): boolean => /^(1|true|t|yes|y|on)$/i.test(text ?? '');

/**
 * Every parameter's one value, without empty ones and the texts `null` and `undefined`, which clients send for a missing value.
 *
 * @throws ProblemError `bad-request` for one that is given several times.
 */
export function single(given: Readonly<Record<string, readonly string[]>>): Record<string, string> {
  const values: Record<string, string> = Object.create(null);
  for (const [name, [value, ...more]] of Object.entries(given)) {
    if (more.length > 0) throw new ProblemError('bad-request', `Give the parameter “${name.slice(0, 40)}” once.`);
    if (!['', 'null', 'undefined'].includes(value.trim())) values[name] = value.trim();
  }
  return values;
}

/**
 * A colour of bytes as `#rrggbb`; undefined where its alpha is 0.
 *
 * @throws ProblemError `bad-request` where it is neither 0 nor 255.
 */
export function opaque(name: string, [red, green, blue, alpha = 255]: readonly number[]): string | undefined {
  if (alpha === 0) return undefined;
  if (alpha !== 255) {
    throw new ProblemError(
      'bad-request',
      `The parameter “${name}” is partly transparent; its alpha must be 0 or full.`,
    );
  }
  return `#${[red, green, blue].map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}
