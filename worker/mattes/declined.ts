import type { ProblemName } from '../../shared/contracts/http.ts';
import { CutoutError, type CutoutErrorCode, isAbort } from '../../shared/errors.ts';
import { dropEngine } from '../inference/load-engine.ts';
import { QueueFull } from '../inference/queue.ts';
import { ProblemError } from '../problems.ts';

/** How a picture that is declined is answered; what is missing here is the service's own failure. */
const DECLINED: Partial<Record<CutoutErrorCode, ProblemName>> = {
  empty: 'bad-request',
  'not-an-image': 'unsupported-media-type',
  'unsupported-format': 'unsupported-media-type',
  truncated: 'unprocessable',
  damaged: 'unprocessable',
  'too-large': 'too-large',
  'too-small': 'unprocessable',
  'no-person': 'no-person',
};

/** Everything that can go wrong with a picture, in the words of HTTP. */
export function declined(thrown: unknown): never {
  if (thrown instanceof QueueFull) {
    throw new ProblemError('busy', 'Too many pictures are waiting here; wait 2 seconds and try again.', {
      'Retry-After': '2',
    });
  }
  if (thrown instanceof CutoutError) {
    const problem = DECLINED[thrown.code];
    if (problem) throw new ProblemError(problem, thrown.message);
    dropEngine();
    console.error(JSON.stringify({ engine: thrown.code, error: thrown.message }));
    throw new ProblemError('unavailable', 'The networks could not be run here now; wait 10 seconds and try again.', {
      'Retry-After': '10',
    });
  }
  if (isAbort(thrown)) throw new ProblemError('bad-request', 'The client left before the answer.');
  throw thrown;
}
