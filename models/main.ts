import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sha256 } from './hash.ts';
import { stampOf, upToDate } from './stamp.ts';

/** Where fetched files are kept, each under its hash. */
export const CACHE = fileURLToPath(new URL('cache', import.meta.url));

/** Where finished artifacts and their catalog are. */
export const DIST = fileURLToPath(new URL('dist', import.meta.url));

/** Puts `files` in `folder`'s place: an interruption leaves the old folder, the new one or none, never half of one. */
async function replaceFolder(folder: string, files: ReadonlyMap<string, Uint8Array | string>, aside: string) {
  const next = join(aside, `next.${process.pid}`);
  const last = join(aside, `last.${process.pid}`);
  try {
    await mkdir(next, { recursive: true });
    for (const [name, content] of files) await writeFile(join(next, name), content);
    await mkdir(dirname(resolve(folder)), { recursive: true });
    await rename(folder, last).catch(() => {});
    await rename(next, folder);
  } finally {
    for (const left of [next, last]) await rm(left, { recursive: true, force: true });
  }
}

/** For `buildModels`: tells on the error stream what is done, and nothing where all is there already. */
export function logBuilding(line: string): void {
  if (!line.endsWith('up to date')) console.error(line);
}

/**
 * Fetches, verifies and exports the networks into `dist` with their `catalog.json`; returns at once when all that is
 * there already.
 *
 * @throws what `fetchSource` throws.
 */
export async function buildModels(
  options: { log?: (line: string) => void; dist?: string; cache?: string } = {},
): Promise<{ built: boolean }> {
  const { log = () => {}, dist = DIST, cache = CACHE } = options;
  if (await upToDate(dist)) {
    log('models are up to date');
    return { built: false };
  }
  // Loaded only now, so that the check above need not wait for the exporters.
  const { exportFiles } = await import('./export.ts');
  const files = await exportFiles(cache, log);
  const hashes = [...files].map(([name, content]) => [name, sha256(content)]);
  const stamp = await stampOf(Object.fromEntries(hashes));
  await replaceFolder(dist, files.set(stamp.name, stamp.text), cache);
  return { built: true };
}
