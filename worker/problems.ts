import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Problem, ProblemName } from '../shared/http.ts';

const KNOWN: Record<ProblemName, { status: ContentfulStatusCode; title: string }> = {
  'not-found': { status: 404, title: 'Not found' },
  'method-not-allowed': { status: 405, title: 'Method not allowed' },
  unavailable: { status: 503, title: 'Unavailable' },
  internal: { status: 500, title: 'Internal error' },
};

/** A failure that the client is told about as problem details. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  constructor(
    readonly problem: ProblemName,
    detail: string,
    readonly headers: Record<string, string> = {},
  ) {
    super(detail);
  }
}

/** The answer for a failure: problem details (RFC 9457). */
export function problemResponse(context: Context, error: ProblemError): Response {
  const { status, title } = KNOWN[error.problem];
  const body: Problem = { type: `/problems/${error.problem}`, title, status, detail: error.message };
  return context.body(JSON.stringify(body), status, {
    'Content-Type': 'application/problem+json',
    'Cache-Control': 'no-store',
    ...error.headers,
  });
}
