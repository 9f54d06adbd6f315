import * as z from 'zod/mini';
import { readBody } from '../../intake/body.ts';
import { hold, letGo } from '../../intake/held.ts';
import { ProblemError } from '../../problems.ts';

/** Most bytes of a JSON body. */
const MOST_BYTES = 16_384;

/**
 * What a request asks for as JSON. An empty body asks for nothing of its own.
 *
 * @throws ProblemError `bad-request` with what is wrong, `too-large`.
 */
export async function readJson<Schema extends z.core.$ZodType>(
  request: Request,
  schema: Schema,
): Promise<z.output<Schema>> {
  const holding = hold('batches');
  try {
    const bytes = await readBody(request, holding, MOST_BYTES);
    const parsed = z.safeParse(schema, bytes.length === 0 ? {} : parse(bytes));
    if (parsed.success) return parsed.data;
    const [{ path, message }] = parsed.error.issues;
    const where = path.length > 0 ? `The field “${path.join('.').slice(0, 80)}”` : 'The body';
    throw new ProblemError('bad-request', `${where} is wrong: ${message.replace(/\.$/, '').slice(0, 200)}; see /docs.`);
  } finally {
    letGo(holding);
  }
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new ProblemError('bad-request', 'The body is no JSON; see /docs.');
  }
}
