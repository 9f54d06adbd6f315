import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { R2Bucket } from '@cloudflare/workers-types';
import { getPlatformProxy } from 'wrangler';
import type { ServeOptions } from '../../../worker/serve.ts';

const NAME = 'matteo-test';

/** Fills a bucket that keeps its content in `folder`; a Worker started with the result has it as `MODELS`. */
export async function fillBucket(folder: string, objects: readonly (readonly [string, Buffer])[]) {
  const configPath = join(folder, 'wrangler.json');
  const config = { name: NAME, r2_buckets: [{ binding: 'MODELS', bucket_name: NAME }] };
  await writeFile(configPath, JSON.stringify({ ...config, compatibility_date: '2026-04-01' }));
  const persist = join(folder, 'v3');
  const { env, dispose } = await getPlatformProxy<{ MODELS: R2Bucket }>({ configPath, persist: { path: persist } });
  for (const [name, content] of objects) await env.MODELS.put(name, new Uint8Array(content));
  await dispose();
  return { r2Buckets: { MODELS: NAME }, persist } satisfies ServeOptions;
}
