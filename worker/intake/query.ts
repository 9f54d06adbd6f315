import { config } from 'zod/v4/core';
import english from 'zod/v4/locales/en.js';
import { type MatteQuery, matteQuerySchema } from '../../shared/contracts/matte-query.ts';
import { ProblemError } from '../problems.ts';

config(english());

/**
 * The parameters of `POST /v1/mattes`, checked.
 *
 * @param given every value of each name, from the query and from the form.
 * @throws ProblemError `bad-request` that names the first parameter at fault.
 */
export function readQuery(given: Record<string, string[]>): MatteQuery {
  const repeated = Object.keys(given).find((name) => given[name].length > 1);
  if (repeated !== undefined)
    throw new ProblemError('bad-request', `Give the parameter “${repeated.slice(0, 40)}” once.`);
  const parsed = matteQuerySchema.safeParse(
    Object.fromEntries(Object.entries(given).map(([name, [value]]) => [name, value])),
  );
  if (parsed.success) return parsed.data;
  const [{ path, message }] = parsed.error.issues;
  const where = path.length > 0 ? `The parameter “${path.join('.')}”` : 'The query';
  throw new ProblemError('bad-request', `${where} is wrong: ${message.replace(/\.$/, '')}; see /docs.`);
}
