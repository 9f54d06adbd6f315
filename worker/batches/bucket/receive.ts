import type { R2Bucket } from '@cloudflare/workers-types';
import type { TakenPicture } from '../../../shared/contracts/batches.ts';
import { hexOf } from '../../../shared/hash.ts';
import { Overdue, withinTime } from '../../../shared/inference/time-limit.ts';
import { isJpeg } from '../../../shared/sniff/formats/jpeg.ts';
import { isPng } from '../../../shared/sniff/formats/png.ts';
import { isWebp } from '../../../shared/sniff/formats/webp.ts';
import { checkEncoding } from '../../intake/image.ts';
import { MAX_BODY_BYTES, READ_MS } from '../../limits.ts';
import { ProblemError } from '../../problems.ts';

/** So many bytes tell what a picture is. */
const TELLING_BYTES = 12;

/** How long a picture may take to arrive in all, in milliseconds. */
const ARRIVAL_MS = 300_000;

/**
 * Puts a request's picture into the bucket as it arrives. Its first bytes say whether it is one that is read here; the rest is looked at
 * when its turn comes.
 *
 * @throws ProblemError `bad-request`, `too-large`, `unsupported-media-type` or `timeout`; nothing is stored then.
 */
export async function receive(request: Request, bucket: R2Bucket, key: string): Promise<Omit<TakenPicture, 'name'>> {
  checkEncoding(request);
  const length = lengthOf(request);
  const reader = (request.body as ReadableStream<Uint8Array>).getReader();
  const until = Date.now() + ARRIVAL_MS;
  const read = () => withinTime(reader.read(), Math.max(1, Math.min(READ_MS, until - Date.now())));
  const { readable, writable } = new FixedLengthStream(length);
  const digest = new crypto.DigestStream('SHA-256');
  const [toBucket, toDigest] = [writable.getWriter(), digest.getWriter()];
  let stored: Promise<unknown> = Promise.resolve();
  try {
    const beginning = await readBeginning(read);
    if (![isJpeg, isPng, isWebp].some((isOne) => isOne(beginning))) {
      while (!(await read()).done);
      throw new ProblemError(
        'unsupported-media-type',
        'The first bytes are those of no picture that is read here; send a JPEG, PNG or still WebP.',
      );
    }
    stored = bucket.put(key, readable);
    stored.catch(() => {});
    for (let piece: Uint8Array | undefined = beginning; piece; piece = (await read()).value) {
      await Promise.all([toBucket.write(piece), toDigest.write(piece)]);
    }
    await Promise.all([toBucket.close(), toDigest.close(), stored]);
  } catch (error) {
    digest.digest.catch(() => {});
    await Promise.allSettled([toBucket.abort(error), toDigest.abort(error), reader.cancel(error)]);
    await stored.then(() => bucket.delete(key)).catch(() => {});
    if (error instanceof ProblemError) throw error;
    if (error instanceof Overdue) throw new ProblemError('timeout', 'The picture came too slowly; send it again.');
    throw new ProblemError('bad-request', 'The picture broke off before its end; send it again.');
  }
  return { bytes: length, sha256: hexOf(new Uint8Array(await digest.digest)) };
}

/** How many bytes a request says that it has. */
function lengthOf(request: Request): number {
  const length = Number(request.headers.get('Content-Length') ?? Number.NaN);
  if (!request.body || length === 0) throw new ProblemError('bad-request', 'The body is empty; send the picture.');
  if (!Number.isSafeInteger(length)) {
    throw new ProblemError('bad-request', 'Say in Content-Length how many bytes the picture has.');
  }
  checkLength(length);
  return length;
}

/** @throws ProblemError `too-large` for more bytes than a picture may have. */
export function checkLength(bytes: number): void {
  if (bytes <= MAX_BODY_BYTES) return;
  const limit = `${MAX_BODY_BYTES / 2 ** 20} MiB`;
  throw new ProblemError(
    'too-large',
    `The picture has more than ${limit}, which is the limit; send a smaller copy of it.`,
    {},
    { bytes: MAX_BODY_BYTES },
  );
}

/** What comes first of a body: enough to tell what it is, or all of it. */
async function readBeginning(read: () => Promise<ReadableStreamReadResult<Uint8Array>>): Promise<Uint8Array> {
  let beginning = new Uint8Array(0);
  while (beginning.length < TELLING_BYTES) {
    const { done, value } = await read();
    if (done) break;
    const joined = new Uint8Array(beginning.length + value.length);
    joined.set(beginning);
    joined.set(value, beginning.length);
    beginning = joined;
  }
  return beginning;
}
