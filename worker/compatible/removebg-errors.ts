import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { ProblemName } from '../../shared/contracts/http.ts';
import { KNOWN, ProblemError } from '../problems.ts';

/** The code of each problem, where the status is another one too. */
const CODES: Record<ProblemName, readonly [code: string, status?: ContentfulStatusCode]> = {
  'bad-request': ['invalid_parameters'],
  unauthorized: ['auth_failed', 403],
  forbidden: ['auth_failed'],
  'not-found': ['not_found'],
  'method-not-allowed': ['method_not_allowed'],
  'not-acceptable': ['invalid_parameters', 400],
  timeout: ['request_timeout'],
  conflict: ['invalid_parameters'],
  'too-large': ['resolution_too_high', 400],
  'unsupported-media-type': ['invalid_file_type', 400],
  'range-not-satisfiable': ['invalid_parameters', 400],
  unprocessable: ['failed_to_read_image', 400],
  'no-person': ['unknown_foreground', 400],
  'too-many-requests': ['rate_limit_exceeded'],
  internal: ['internal_error'],
  'not-implemented': ['service_unavailable'],
  busy: ['service_unavailable'],
  unavailable: ['service_unavailable'],
};

/** A request that is declined with a code that only these routes have. */
export class RemovebgError extends ProblemError {
  constructor(
    readonly code: string,
    detail: string,
  ) {
    super('bad-request', detail);
  }
}

/** A way on that these routes have no parameter for. */
const COARSE = /, ask for output=coarse .*(?=\.)/;

/** A failure as `{ errors: [{ title, code }] }`. */
export function errorsResponse(context: Context, error: ProblemError): Response {
  const [known, otherStatus] = CODES[error.problem];
  const status = otherStatus ?? KNOWN[error.problem].status;
  const code = error instanceof RemovebgError ? error.code : known;
  return context.json({ errors: [{ title: error.message.replace(COARSE, ''), code }] }, status, {
    'Cache-Control': 'no-store',
    ...(status === 503 && { 'Retry-After': '60' }),
    ...error.headers,
  });
}
