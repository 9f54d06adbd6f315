import type { ProblemName } from '../../shared/contracts/http.ts';
import { KNOWN } from '../problems.ts';
import type { JsonSchema } from './schemas.ts';

export interface Header {
  readonly description: string;
  /** False where an answer may come without it. */
  readonly required?: boolean;
  readonly schema: JsonSchema;
}

export interface Answer {
  readonly description: string;
  readonly headers?: Readonly<Record<string, Header>>;
  readonly content?: Readonly<Record<string, { schema: object }>>;
}

/** A header of the document; its value is a string by default. */
export const header = (description: string, schema: JsonSchema = { type: 'string' }): Header => ({
  description,
  schema,
});

/** The header of answers that can be asked for conditionally. */
export const ETAG = { ETag: header('The SHA-256 of the content, quoted: a strong entity tag.') };

const BY_PROBLEM: Partial<Record<ProblemName, Readonly<Record<string, Header>>>> = {
  unauthorized: { 'WWW-Authenticate': header('How to authenticate (RFC 6750).') },
  'range-not-satisfiable': { 'Content-Range': header('How many bytes there are.') },
  'too-many-requests': {
    'Retry-After': header('Seconds to wait.'),
    'RateLimit-Remaining': header('0: no further request is taken now.'),
    'RateLimit-Reset': header('Seconds until requests are taken again.'),
  },
  busy: { 'Retry-After': header('Seconds to wait.') },
  unavailable: { 'Retry-After': header('Seconds to wait.') },
};

const PROBLEM = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };

/** One answer per status for the problems that a route declines with, each told by its `type`, and one for every other. */
export function problems(...names: readonly ProblemName[]): Record<string, Answer> {
  const answers: Record<string, Answer> = { default: { description: 'Any other failure.', content: PROBLEM } };
  for (const name of names) {
    const { status, title } = KNOWN[name];
    const known = answers[status];
    const said = `${title}: type \`/problems/${name}\`.`;
    const headers = { ...known?.headers, ...BY_PROBLEM[name] };
    answers[status] = {
      description: known ? `${known.description} ${said}` : said,
      ...(Object.keys(headers).length > 0 && { headers }),
      content: PROBLEM,
    };
  }
  return answers;
}
