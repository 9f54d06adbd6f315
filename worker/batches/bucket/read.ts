import type { R2Bucket } from '@cloudflare/workers-types';
import type { TakenPicture } from '../../../shared/contracts/batches.ts';
import { sha256 } from '../../../shared/hash.ts';
import { ProblemError } from '../../problems.ts';

/** Thrown where a picture is not in the bucket. */
export class Missing extends Error {}

/**
 * Reads a picture, and sees to it that it is the one that was told of: one that was sent by a link never passed through here.
 *
 * @throws Missing, ProblemError `unprocessable`.
 */
export async function readPicture(
  bucket: R2Bucket,
  key: string,
  { bytes, sha256: announced }: Omit<TakenPicture, 'name'>,
): Promise<Uint8Array<ArrayBuffer>> {
  const found = await bucket.get(key);
  if (!found) throw new Missing();
  if (found.size !== bytes) {
    await found.body.cancel();
    throw new ProblemError(
      'unprocessable',
      `The picture that was sent has ${found.size} bytes, not ${bytes} as announced.`,
    );
  }
  const image = new Uint8Array(await found.arrayBuffer());
  if ((await sha256(image)) === announced) return image;
  throw new ProblemError(
    'unprocessable',
    'The picture that was sent is not the one announced: its SHA-256 is another.',
  );
}
