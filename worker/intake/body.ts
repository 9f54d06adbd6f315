import { Overdue, withinTime } from '../../shared/inference/time-limit.ts';
import { MAX_BODY_BYTES, READ_MS, STALL_MS } from '../limits.ts';
import { ProblemError } from '../problems.ts';
import { add, type Holding, move, tooMany } from './held.ts';

/** A body that is declined is read to here, and not kept: cut off at once, its client might never see the answer. */
const DRAINED_BYTES = 16 * MAX_BODY_BYTES;

/**
 * Reads a request's body, counting what arrives and not what was declared.
 *
 * @param holding what the bytes are counted to; it may have to give way to others.
 * @throws ProblemError `too-large`, `timeout`, `busy`, or `bad-request` for a body that breaks off.
 */
export async function readBody(request: Request, holding: Holding): Promise<Uint8Array<ArrayBuffer>> {
  if (!request.body) return new Uint8Array(0);
  const reader = request.body.getReader() as ReadableStreamDefaultReader<Uint8Array>;
  const deadline = holding.since + READ_MS;
  const parts: Uint8Array[] = [];
  let isGone = false;
  const givenWay = new Promise<never>((_, reject) => {
    holding.giveWay = () => {
      isGone = true;
      parts.length = 0;
      reject(tooMany());
    };
  });
  givenWay.catch(() => {});
  let length = 0;
  try {
    for (;;) {
      const until = Math.min(deadline, holding.movedAt + STALL_MS);
      const read = Promise.race([reader.read(), givenWay]);
      const { done, value } = await withinTime(read, Math.max(1, until - Date.now()));
      // What has arrived is dropped, though a read that ended at the same time came first.
      if (isGone) throw tooMany();
      if (done) break;
      move(holding, value.length);
      length += value.length;
      if (length > DRAINED_BYTES) throw tooLarge();
      if (length > MAX_BODY_BYTES) {
        parts.length = 0;
        holding.bytes = 0;
      } else {
        add(holding, value.length);
        parts.push(value);
      }
    }
    if (length > MAX_BODY_BYTES) throw tooLarge();
  } catch (error) {
    reader.cancel().catch(() => {});
    if (error instanceof ProblemError) throw error;
    if (error instanceof Overdue) {
      throw new ProblemError('timeout', 'The picture came too slowly; send it again, or a smaller copy of it.');
    }
    throw new ProblemError('bad-request', 'The body broke off before its end; send it again.');
  } finally {
    holding.giveWay = undefined;
  }
  const bytes = new Uint8Array(length);
  for (let at = 0, part = parts.shift(); part; part = parts.shift()) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** Reads what a request was declined without, and keeps nothing of it. */
export async function discardBody({ body, bodyUsed }: Request): Promise<void> {
  if (!body || bodyUsed) return;
  const reader = body.getReader() as ReadableStreamDefaultReader<Uint8Array>;
  const deadline = Date.now() + READ_MS;
  try {
    for (let length = 0; length <= DRAINED_BYTES; ) {
      const { done, value } = await withinTime(reader.read(), Math.max(1, Math.min(STALL_MS, deadline - Date.now())));
      if (done) return;
      length += value.length;
    }
  } catch {
    // It came too slowly, or broke off: its client is told all the same.
  }
  reader.cancel().catch(() => {});
}

const tooLarge = () =>
  new ProblemError(
    'too-large',
    `The body has more than ${MAX_BODY_BYTES / 2 ** 20} MiB, which is the limit; send a smaller copy of the picture.`,
  );
