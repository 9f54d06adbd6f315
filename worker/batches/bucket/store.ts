import type { R2Bucket, R2MultipartUpload, R2PutOptions } from '@cloudflare/workers-types';
import type { StoredResult } from '../outcome.ts';

/** Most objects that R2 lists or removes at a time. */
const PAGE = 1000;

/** The least that a part of an upload may have, but for the last. */
const PART_BYTES = 5 * 1024 * 1024;

const folderOf = (batch: string): string => `batches/${batch}/`;

/** Where a picture of a batch lies. Its name is no part of it: `input` is made here. */
export const inputKey = (batch: string, input: string): string => `${folderOf(batch)}inputs/${input}`;

/** Where what was made of a picture lies: the same content, asked for the same, has one result. */
export const resultKey = (batch: string, content: string): string => `${folderOf(batch)}results/${content}`;

/** The result that the bucket has under `key`, if it has one. */
export async function findResult(bucket: R2Bucket, key: string): Promise<StoredResult | undefined> {
  const found = await bucket.head(key);
  if (!found) return undefined;
  const { contentType = 'application/octet-stream' } = found.httpMetadata ?? {};
  return { bytes: found.size, type: contentType, person: found.customMetadata?.person as StoredResult['person'] };
}

/** Typed as R2 has it: tests run this in Node, whose `Headers` are others. */
const UNLESS_THERE = new Headers({ 'If-None-Match': '*' }) as unknown as NonNullable<R2PutOptions['onlyIf']>;

/**
 * Stores a result under `key`, unless one is there: that one stays. A stream is kept in memory up to a part; one of several parts takes
 * the place of what is there, which is the same.
 *
 * @throws what the stream or the bucket throws; nothing is stored then.
 */
export async function storeResult(
  bucket: R2Bucket,
  key: string,
  image: Uint8Array | ReadableStream<Uint8Array>,
  type: string,
  person: StoredResult['person'],
): Promise<void> {
  const options = { httpMetadata: { contentType: type }, customMetadata: { person } };
  const put = async (bytes: Uint8Array) => {
    await bucket.put(key, bytes, { ...options, onlyIf: UNLESS_THERE });
  };
  if (image instanceof Uint8Array) return put(image);
  const parts = inParts(image);
  try {
    const first = await parts.next();
    if (first.done) throw new Error('The result is empty.');
    if (first.value.length < PART_BYTES) return await put(first.value);
    await putInParts(await bucket.createMultipartUpload(key, options), first, parts);
  } finally {
    // Where the bucket failed, whoever makes the stream stops.
    await parts.return(undefined);
  }
}

async function putInParts(
  upload: R2MultipartUpload,
  first: IteratorResult<Uint8Array>,
  rest: AsyncGenerator<Uint8Array>,
): Promise<void> {
  try {
    const sent = [];
    for (let part = first; !part.done; part = await rest.next()) {
      sent.push(await upload.uploadPart(sent.length + 1, part.value));
    }
    await upload.complete(sent);
  } catch (error) {
    await upload.abort().catch(() => {});
    throw error;
  }
}

/** A stream in parts of `PART_BYTES`; the last may have less. Each is valid until the next is asked for. */
async function* inParts(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const part = new Uint8Array(PART_BYTES);
  let length = 0;
  for await (const piece of stream) {
    for (let from = 0; from < piece.length; ) {
      const taken = piece.subarray(from, from + PART_BYTES - length);
      part.set(taken, length);
      length += taken.length;
      from += taken.length;
      if (length < PART_BYTES) continue;
      yield part;
      length = 0;
    }
  }
  if (length > 0) yield part.subarray(0, length);
}

/**
 * Removes up to a page of what a batch has in the bucket.
 *
 * @returns whether nothing is left.
 */
export async function removePage(bucket: R2Bucket, batch: string): Promise<boolean> {
  const { objects, truncated } = await bucket.list({ prefix: folderOf(batch), limit: PAGE });
  if (objects.length > 0) await bucket.delete(objects.map(({ key }) => key));
  return !truncated;
}
