import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { catalogOf, describe, type Exported } from './catalog.ts';
import { CACHE, fetchSource, sha256 } from './fetch.ts';
import { goldenMatte } from './golden.ts';
import { exportLite } from './lite.ts';
import { exportPortrait } from './portrait.ts';
import { MODNET, SELFIE } from './sources.ts';
import { stampOf, upToDate } from './stamp.ts';

/** Where finished artifacts and their catalog are. */
export const DIST = fileURLToPath(new URL('dist/', import.meta.url));

async function exportAll(cache: string, log: (line: string) => void): Promise<Exported[]> {
  const source = async (from: typeof MODNET) => {
    log(`fetching ${from.name}`);
    return new Uint8Array(await readFile(await fetchSource(from, cache)));
  };
  const lite = exportLite(await source(SELFIE));
  const portrait = exportPortrait(await source(MODNET));
  log('running the golden picture');
  const golden = await goldenMatte(portrait.fp32);
  return [
    ...Object.entries(portrait).map(
      ([precision, bytes]) => ({ network: 'portrait', precision, bytes, golden }) as Exported,
    ),
    { network: 'lite', precision: 'fp32', bytes: lite },
  ];
}

/** Puts `files` where `folder` is, all at once: an interruption leaves the old folder or the new one. */
async function replaceFolder(folder: string, files: ReadonlyMap<string, Uint8Array | string>): Promise<void> {
  const parent = dirname(join(folder, '.'));
  await mkdir(parent, { recursive: true });
  const aside = await mkdtemp(join(parent, '.dist-'));
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
  await replaceFolder(dist, files);
  return { built: true };
}
