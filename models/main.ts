import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import type { ServedCatalog } from '../shared/inference/own/served.ts';
import { sha256 } from './hash.ts';
import { ADDED, type Added, readAdded } from './own/added.ts';
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

const CATALOG = 'catalog.json';

const readCatalog = async (dist: string) => JSON.parse(await readFile(join(dist, CATALOG), 'utf8')) as ServedCatalog;

/** Our networks as they lie in `dist`, so that what was added needs no new export. */
async function exportedIn(
  dist: string,
  { version, artifacts }: ServedCatalog,
): Promise<Map<string, Uint8Array | string>> {
  const files = new Map<string, Uint8Array | string>();
  for (const { file } of artifacts) files.set(file, await readFile(join(dist, file)));
  return files.set(CATALOG, catalogText({ version, artifacts }));
}

const catalogText = (catalog: ServedCatalog) => `${JSON.stringify(catalog, null, 2)}\n`;

/** The same files with what was added, and its list in their catalog. */
function withAdded(files: ReadonlyMap<string, Uint8Array | string>, added: Added): Map<string, Uint8Array | string> {
  if (added.own.length === 0) return new Map(files);
  const catalog = JSON.parse(String(files.get(CATALOG))) as ServedCatalog;
  return new Map([...files, ...added.files, [CATALOG, catalogText({ ...catalog, own: [...added.own] })]]);
}

/**
 * Fetches, verifies and exports the networks into `dist` with their `catalog.json`, beside them those of one's own in
 * `added`; returns at once when all that is there already.
 *
 * @throws what `fetchSource` and `readAdded` throw.
 */
export async function buildModels(
  options: { log?: (line: string) => void; dist?: string; cache?: string; added?: string } = {},
): Promise<{ built: boolean }> {
  const { log = () => {}, dist = DIST, cache = CACHE, added: folder = ADDED } = options;
  const added = await readAdded(folder);
  const listed = (await upToDate(dist)) ? await readCatalog(dist) : undefined;
  if (listed && isDeepStrictEqual(listed.own ?? [], added.own)) {
    log('models are up to date');
    return { built: false };
  }
  // Loaded only now, so that the check above need not wait for the exporters.
  const exported = listed
    ? await exportedIn(dist, listed)
    : await (await import('./export.ts')).exportFiles(cache, log);
  const files = withAdded(exported, added);
  const hashes = [...files].map(([name, content]) => [name, sha256(content)]);
  const stamp = await stampOf(Object.fromEntries(hashes));
  await replaceFolder(dist, files.set(stamp.name, stamp.text), cache);
  return { built: true };
}
