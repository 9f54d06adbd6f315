import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { catalogOf, describe } from './catalog.ts';
import { CACHE, sha256 } from './fetch.ts';
import { stampOf, upToDate } from './stamp.ts';

/** Where finished artifacts and their catalog are. */
export const DIST = fileURLToPath(new URL('dist/', import.meta.url));

type Files = ReadonlyMap<string, Uint8Array | string>;

/** Puts `files` where `folder` is: written whole in `cache` first, so that an interruption never leaves half of them. */
async function replaceFolder(folder: string, files: Files, cache: string): Promise<void> {
  const aside = join(cache, `dist.${process.pid}.part`);
  await mkdir(aside, { recursive: true });
  await mkdir(dirname(join(folder, '.')), { recursive: true });
  try {
    for (const [name, content] of files) await writeFile(join(aside, name), content);
    await rm(folder, { recursive: true, force: true });
    await rename(aside, folder);
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

/**
 * Fetches, verifies and exports the networks into `dist` with their `catalog.json`; returns at once when all that is
 * there already.
 *
 * @throws what {@link fetchSource} throws.
 */
export async function buildModels(
  options: { log?: (line: string) => void; dist?: string; cache?: string } = {},
): Promise<{ built: boolean }> {
  const { log = () => {}, dist = DIST, cache = CACHE } = options;
  if (await upToDate(dist)) {
    log('models are up to date');
    return { built: false };
  }
  // Loaded only now: an up-to-date check should not wait for the exporters.
  const { exportAll } = await import('./export.ts');
  const files = new Map<string, Uint8Array | string>();
  const artifacts = (await exportAll(cache, log)).map((exported) => {
    const artifact = describe(exported);
    files.set(artifact.file, exported.bytes);
    log(`${artifact.file}  ${(artifact.bytes / 1e6).toFixed(2)} MB`);
    return artifact;
  });
  files.set('catalog.json', `${JSON.stringify(catalogOf(artifacts), null, 2)}\n`);
  const hashes = [...files].map(([name, content]) => [name, sha256(Buffer.from(content))] as const);
  const stamp = await stampOf(Object.fromEntries(hashes));
  files.set(stamp.name, stamp.text);
  await replaceFolder(dist, files, cache);
  return { built: true };
}
