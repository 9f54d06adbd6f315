import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ServedFile } from '../shared/inference/catalog.ts';
import { servedCatalogSchema, servedFiles } from '../shared/inference/own/served.ts';
import { sha256 } from './hash.ts';
import { DIST } from './main.ts';

const WRANGLER = createRequire(import.meta.url).resolve('wrangler/bin/wrangler.js');
const run = promisify(execFile);

/** Which bucket, and where. */
export interface Bucket {
  readonly name: string;
  /** The emulation on this machine, which keeps its content in this folder; Cloudflare's own unless given. */
  readonly local?: string;
}

/** Runs `wrangler r2 object …`; on Cloudflare with the account that wrangler is logged in to. */
const object = ({ name, local }: Bucket, action: 'get' | 'put', key: string, ...args: string[]) =>
  run(process.execPath, [
    ...[WRANGLER, 'r2', 'object', action, `${name}/${key}`, ...args],
    ...(local === undefined ? ['--remote'] : ['--local', '--persist-to', local]),
  ]).catch((error: { stdout?: string; stderr?: string }) => {
    throw new Error(`${error.stdout ?? ''}${error.stderr ?? error}`.trim());
  });

/** The SHA-256 of what the bucket has under `key`, or undefined where it has nothing. */
async function storedHash(bucket: Bucket, key: string, folder: string): Promise<string | undefined> {
  const copy = join(folder, key);
  try {
    await object(bucket, 'get', key, '--file', copy);
    return sha256(await readFile(copy));
  } catch (error) {
    if (String(error).includes('key does not exist')) return undefined;
    throw error;
  } finally {
    await rm(copy, { force: true });
  }
}

/**
 * Uploads the artifacts of the catalog in `dist` to a bucket and reads them back. What is there already with the right
 * hash is left alone, so a publication that was interrupted goes on where it stopped.
 *
 * @throws Error when a file of `dist` isn't what its catalog says, wrangler fails, or what comes back isn't what was sent.
 */
export async function publishModels(
  bucket: Bucket,
  { dist = DIST, log = () => {} }: { dist?: string; log?: (line: string) => void } = {},
): Promise<{ uploaded: number; present: number }> {
  const catalog = servedCatalogSchema.parse(JSON.parse(await readFile(join(dist, 'catalog.json'), 'utf8')));
  const files = servedFiles(catalog);
  await checkFiles(dist, files);
  const folder = await mkdtemp(join(tmpdir(), 'matteo-publish-'));
  const done = { uploaded: 0, present: 0 };
  try {
    for (const { file, sha256: expected } of files) {
      const present = (await storedHash(bucket, file, folder)) === expected;
      if (!present) {
        await object(bucket, 'put', file, '--file', join(dist, file), '--content-type', 'application/octet-stream');
        if ((await storedHash(bucket, file, folder)) !== expected) {
          throw new Error(`${file} came back from ${bucket.name} other than it was sent; publish again.`);
        }
      }
      done[present ? 'present' : 'uploaded']++;
      log(`${file}  ${present ? 'was there' : 'uploaded and verified'}`);
    }
    return done;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function checkFiles(dist: string, files: readonly ServedFile[]): Promise<void> {
  for (const { file, sha256: expected } of files) {
    if (sha256(await readFile(join(dist, file))) === expected) continue;
    throw new Error(`${file} is not what the catalog says; delete models/dist and run npm run models.`);
  }
}
