import { ProblemError } from '../problems.ts';

/** True for what forms and queries say of yes. */
export const isYes = (text: string | undefined): boolean => /^(1|true|t|yes|y|on)$/i.test(text ?? '');

/**
 * Every parameter's one value, without those that are empty or that a client wrote for nothing.
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
    throw new ProblemError('bad-request', `The parameter “${name}” is half transparent; give an alpha of none or all.`);
  }
  return `#${[red, green, blue].map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}
