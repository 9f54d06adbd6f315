import { Overdue, withinTime } from '../../shared/inference/time-limit.ts';
import { MAX_BODY_BYTES, MAX_COPIED_BYTES, READ_MS, STALL_MS } from '../limits.ts';
import { ProblemError } from '../problems.ts';
import { add, type Holding, move, tooMany } from './held.ts';

/** A body that is declined is read to here, and not kept: cut off at once, its client might never see the answer. */
const DRAINED_BYTES = 4 * MAX_BODY_BYTES;

/**
 * Reads a request's body, counting what arrives. Of one that says its length no second copy is made; room is taken for all of it as
 * soon as it begins to arrive.
 *
 * @param holding what the bytes are counted to; it may have to give way to others.
 * @param most how many bytes it may have, and no more than `MAX_COPIED_BYTES` where it does not say how many.
 * @throws ProblemError `too-large`, `timeout`, `busy`, or `bad-request` for a body that breaks off.
 */
export async function readBody(
  request: Request,
  holding: Holding,
  limit = MAX_BODY_BYTES,
): Promise<Uint8Array<ArrayBuffer>> {
  if (!request.body) return new Uint8Array(0);
  const declared = Number(request.headers.get('Content-Length') ?? 0);
  const most = declared > 0 ? limit : Math.min(limit, MAX_COPIED_BYTES);
  let whole: Uint8Array<ArrayBuffer> | undefined;
  const reader = request.body.getReader() as ReadableStreamDefaultReader<Uint8Array>;
  const deadline = holding.since + READ_MS;
  const parts: Uint8Array[] = [];
  let isGone = false;
  const givenWay = new Promise<never>((_, reject) => {
    holding.giveWay = () => {
      isGone = true;
      parts.length = 0;
      whole = undefined;
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
      const at = length;
      length += value.length;
      if (length > DRAINED_BYTES) throw tooLarge(most);
      if (Math.max(length, declared) > most) {
        parts.length = 0;
        holding.bytes = 0;
      } else if (declared > 0) {
        if (!whole) {
          add(holding, declared);
          whole = new Uint8Array(declared);
        }
        whole.set(value, at);
      } else {
        add(holding, value.length);
        parts.push(value);
      }
    }
    if (Math.max(length, declared) > most) throw tooLarge(most);
    if (whole) return whole.subarray(0, length);
    // The copy, for as long as both are there.
    add(holding, length);
    holding.bytes -= length;
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

const tooLarge = (most: number) =>
  new ProblemError(
    'too-large',
    `The body has more than ${most / 2 ** 20} MiB, which is the limit` +
      `${most < MAX_BODY_BYTES ? ' of JSON, of URL-encoded fields, and of a body that does not say its length' : ''}; send a smaller copy of the picture.`,
    {},
    { bytes: most },
  );
