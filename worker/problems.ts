import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Problem, ProblemName } from '../shared/contracts/http.ts';

/** The status and the title of each problem. */
export const KNOWN: Record<ProblemName, { status: ContentfulStatusCode; title: string }> = {
  'bad-request': { status: 400, title: 'Bad request' },
  unauthorized: { status: 401, title: 'Unauthorized' },
  forbidden: { status: 403, title: 'Forbidden' },
  'not-found': { status: 404, title: 'Not found' },
  'method-not-allowed': { status: 405, title: 'Method not allowed' },
  'not-acceptable': { status: 406, title: 'Not acceptable' },
  timeout: { status: 408, title: 'Request timeout' },
  conflict: { status: 409, title: 'Conflict' },
  'too-large': { status: 413, title: 'Content too large' },
  'unsupported-media-type': { status: 415, title: 'Unsupported media type' },
  'range-not-satisfiable': { status: 416, title: 'Range not satisfiable' },
  unprocessable: { status: 422, title: 'Unprocessable content' },
  'no-person': { status: 422, title: 'No person found' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Internal error' },
  'not-implemented': { status: 501, title: 'Not implemented' },
  busy: { status: 503, title: 'Busy' },
  unavailable: { status: 503, title: 'Unavailable' },
};

/** When to come back to what is not there now, in seconds, unless a problem says so itself. */
const UNAVAILABLE_S = 60;

/** A failure that the client is told about as problem details. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  constructor(
    readonly problem: ProblemName,
    detail: string,
    readonly headers: Record<string, string> = {},
    /** The limit that a picture is beyond. */
    readonly limit?: Problem['limit'],
  ) {
    super(detail);
  }
}

/** The answer for a failure: problem details (RFC 9457). */
export function problemResponse(context: Context, error: ProblemError): Response {
  const { status, title } = KNOWN[error.problem];
  const body: Problem = {
    type: `/problems/${error.problem}`,
    title,
    status,
    detail: error.message,
    ...(error.limit && { limit: error.limit }),
  };
  return context.body(JSON.stringify(body), status, {
    'Content-Type': 'application/problem+json',
    'Cache-Control': 'no-store',
    ...(status === 503 && { 'Retry-After': String(UNAVAILABLE_S) }),
    ...error.headers,
  });
}
