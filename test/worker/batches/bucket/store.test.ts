import { Readable } from 'node:stream';
import type { R2Bucket } from '@cloudflare/workers-types';
import { expect, it, vi } from 'vitest';
import { removePage, storeResult } from '../../../../worker/batches/bucket/store.ts';

const MIB = 2 ** 20;

/** A bucket that notes what it is given. */
function fakeBucket() {
  const parts: number[] = [];
  const upload = {
    uploadPart: vi.fn(async (partNumber: number, part: Uint8Array) => {
      parts.push(part.length);
      return { partNumber, etag: String(partNumber) };
    }),
    complete: vi.fn(async () => {}),
    abort: vi.fn(async () => {}),
  };
  const put = vi.fn(async (_key: string, _bytes: Uint8Array, _options: { onlyIf: Headers }) => {});
  const bucket = { put, createMultipartUpload: async () => upload };
  return { bucket: bucket as unknown as R2Bucket, put, upload, parts };
}

/** Pieces of 64 KiB, `bytes` in all; then an error, where there is one. */
async function* pieces(bytes: number, error?: Error): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes; at += 65_536) yield new Uint8Array(Math.min(65_536, bytes - at));
  if (error) throw error;
}

const streamOf = (from: AsyncGenerator<Uint8Array>) =>
  Readable.toWeb(Readable.from(from)) as unknown as ReadableStream<Uint8Array>;

it('a result is put only where none is', async () => {
  for (const image of [new Uint8Array(100), streamOf(pieces(100)), streamOf(pieces(4 * MIB))]) {
    const { bucket, put, upload } = fakeBucket();
    await storeResult(bucket, 'key', image, 'image/png', 'yes');
    expect(put).toHaveBeenCalledTimes(1);
    expect(put.mock.calls[0][2].onlyIf.get('If-None-Match')).toBe('*');
    expect(upload.complete).not.toHaveBeenCalled();
  }
});

it('a large one that is made as it is sent is stored in parts of 5 MiB', async () => {
  const { bucket, put, upload, parts } = fakeBucket();
  await storeResult(bucket, 'key', streamOf(pieces(12 * MIB)), 'image/png', 'yes');
  expect(parts).toEqual([5 * MIB, 5 * MIB, 2 * MIB]);
  expect(upload.complete).toHaveBeenCalledWith(
    [1, 2, 3].map((partNumber) => ({ partNumber, etag: String(partNumber) })),
  );
  expect(put).not.toHaveBeenCalled();
});

it('one that breaks off is not stored', async () => {
  for (const bytes of [100, 12 * MIB]) {
    const { bucket, put, upload } = fakeBucket();
    const stored = storeResult(bucket, 'key', streamOf(pieces(bytes, new Error('broken'))), 'image/png', 'yes');
    await expect(stored).rejects.toThrow('broken');
    expect(put).not.toHaveBeenCalled();
    expect(upload.complete).not.toHaveBeenCalled();
  }
});

it('where the bucket fails, whoever makes the result stops', async () => {
  for (const failing of ['createMultipartUpload', 'uploadPart'] as const) {
    const { bucket, upload } = fakeBucket();
    const broken = vi.fn().mockRejectedValue(new Error('down'));
    if (failing === 'uploadPart') upload.uploadPart = broken;
    else (bucket as { createMultipartUpload: unknown }).createMultipartUpload = broken;
    const stopped = vi.fn();
    const stream = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(MIB)),
      cancel: stopped,
    });
    await expect(storeResult(bucket, 'key', stream, 'image/png', 'yes')).rejects.toThrow('down');
    expect(stopped).toHaveBeenCalledOnce();
  }
});

it('a batch is removed page by page', async () => {
  const left = Array.from({ length: 1500 }, (_, i) => ({ key: `batches/a/inputs/${i}` }));
  const list = async ({ limit }: { limit: number }) => ({
    objects: left.slice(0, limit),
    truncated: left.length > limit,
  });
  const bucket = { list, delete: async (keys: string[]) => void left.splice(0, keys.length) } as unknown as R2Bucket;
  expect(await removePage(bucket, 'a')).toBe(false);
  expect(await removePage(bucket, 'a')).toBe(true);
  expect(left).toEqual([]);
});
