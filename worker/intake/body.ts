import { Overdue, withinTime } from '../../shared/inference/time-limit.ts';
import { MAX_BODY_BYTES } from '../limits.ts';
import { ProblemError } from '../problems.ts';
import { add, type Holding } from './held.ts';

/** How long a body may take to arrive, in milliseconds. */
const READ_MS = 15_000;

/** A body that is too large is read to here, and not kept: cut off at once, its client might never see the answer. */
const DRAINED_BYTES = 4 * MAX_BODY_BYTES;

/**
 * Reads a request's body, counting what arrives and not what was declared.
 *
 * @param holding what the bytes are counted to.
 * @throws ProblemError `too-large`, `timeout`, `busy`, or `bad-request` for a body that breaks off.
 */
export async function readBody(request: Request, holding: Holding): Promise<Uint8Array<ArrayBuffer>> {
  if (!request.body) return new Uint8Array(0);
  const reader = request.body.getReader() as ReadableStreamDefaultReader<Uint8Array>;
  const deadline = Date.now() + READ_MS;
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await withinTime(reader.read(), Math.max(1, deadline - Date.now()));
      if (done) break;
      length += value.length;
      if (length > DRAINED_BYTES) throw tooLarge();
      if (length > MAX_BODY_BYTES) parts.length = 0;
      else {
        add(holding, value.length);
        parts.push(value);
      }
    }
    if (length > MAX_BODY_BYTES) throw tooLarge();
  } catch (error) {
    reader.cancel().catch(() => {});
    if (error instanceof ProblemError) throw error;
    if (error instanceof Overdue) {
      throw new ProblemError('timeout', `The picture took more than ${READ_MS / 1000} s to arrive; send it again.`);
    }
    throw new ProblemError('bad-request', 'The body broke off before its end; send it again.');
  }
  const bytes = new Uint8Array(length);
  for (let at = 0, part = parts.shift(); part; part = parts.shift()) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

const tooLarge = () =>
  new ProblemError(
    'too-large',
    `The body has more than ${MAX_BODY_BYTES / 2 ** 20} MiB, which is the limit; send a smaller copy of the picture.`,
  );
