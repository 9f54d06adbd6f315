import { createHash } from 'node:crypto';
import type { R2Bucket } from '@cloudflare/workers-types';
import { expect, it, vi } from 'vitest';
import { Missing, readPicture } from '../../../../worker/batches/bucket/read.ts';

const IMAGE = new Uint8Array([1, 2, 3]);
const ANNOUNCED = { bytes: 3, sha256: createHash('sha256').update(IMAGE).digest('hex') };

function bucketOf(image: Uint8Array<ArrayBuffer> | undefined) {
  const [arrayBuffer, cancel] = [vi.fn(async () => image?.buffer), vi.fn(async () => {})];
  const get = async () => image && { size: image.length, arrayBuffer, body: { cancel } };
  return { bucket: { get } as unknown as R2Bucket, arrayBuffer, cancel };
}

it('a picture that is as announced is read', async () => {
  expect(await readPicture(bucketOf(IMAGE).bucket, 'key', ANNOUNCED)).toEqual(IMAGE);
});

it('one that never came is missing', async () => {
  await expect(readPicture(bucketOf(undefined).bucket, 'key', ANNOUNCED)).rejects.toBeInstanceOf(Missing);
});

it('one of another length is declined before it is read', async () => {
  const { bucket, arrayBuffer, cancel } = bucketOf(new Uint8Array(4));
  await expect(readPicture(bucket, 'key', ANNOUNCED)).rejects.toMatchObject({ problem: 'unprocessable' });
  expect(arrayBuffer).not.toHaveBeenCalled();
  expect(cancel).toHaveBeenCalled();
});

it('one of the same length with other bytes is declined', async () => {
  const other = bucketOf(new Uint8Array([1, 2, 4])).bucket;
  await expect(readPicture(other, 'key', ANNOUNCED)).rejects.toMatchObject({ problem: 'unprocessable' });
});
