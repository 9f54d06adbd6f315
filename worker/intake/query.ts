import { config } from 'zod/v4/core';
import english from 'zod/v4/locales/en.js';
import { type MatteQuery, matteQuerySchema } from '../../shared/contracts/matte-query.ts';
import { ProblemError } from '../problems.ts';

config(english());

/**
 * The parameters of `POST /v1/mattes`, checked.
 *
 * @param given every value of each name, from the query and from the form.
 * @param fields those from the form.
 * @throws ProblemError `bad-request` that names the first parameter at fault.
 */
export function readQuery(given: Record<string, string[]>, fields: Readonly<Record<string, unknown>> = {}): MatteQuery {
  const named = (name: string) => `${Object.hasOwn(fields, name) ? 'form field' : 'parameter'} “${name.slice(0, 40)}”`;
  const repeated = Object.keys(given).find((name) => given[name].length > 1);
  if (repeated !== undefined) throw new ProblemError('bad-request', `Give the ${named(repeated)} once.`);
  const parsed = matteQuerySchema.safeParse(
    Object.fromEntries(Object.entries(given).map(([name, [value]]) => [name, value])),
  );
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const fault =
    issue.code === 'unrecognized_keys'
      ? `${named(issue.keys[0])} is unknown`
      : `${named(issue.path.join('.'))} is wrong: ${issue.message.replace(/\.$/, '')}`;
  throw new ProblemError('bad-request', `The ${fault}; see /docs.`);
}
