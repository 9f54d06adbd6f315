import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { sha256 } from '../hash.ts';
import type { Place, Source } from '../sources.ts';
import { npmFile } from './npm.ts';

const DOWNLOAD_MS = 5 * 60_000;

const label = (place: Place): string => ('npm' in place ? `npm ${place.npm}, ${place.path}` : place.url);

const fileNameOf = (place: Place): string => ('npm' in place ? place.path : new URL(place.url).pathname);

async function download(url: string): Promise<Uint8Array> {
  const response = await fetch(url, { signal: AbortSignal.timeout(DOWNLOAD_MS) });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

/** An error's reason, with the deeper one that Node's fetch hides in `cause`. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}

async function fetchFirst(source: Source): Promise<{ bytes: Uint8Array; place: Place }> {
  const failures: string[] = [];
  for (const place of source.places) {
    try {
      const bytes = 'npm' in place ? await npmFile(place.npm, place.path) : await download(place.url);
      return { bytes, place };
    } catch (error) {
      failures.push(`  ${label(place)}: ${reasonOf(error)}`);
    }
  }
  throw new Error(`“${source.name}” could not be fetched from any of its places.\n${failures.join('\n')}`);
}

/**
 * Brings a source into the cache, unless it is there, from the first of its places that answers.
 *
 * @returns the path of the verified file.
 * @throws when no place answers (each with its reason), or when the bytes have another hash than the pinned one;
 *   nothing is kept of those.
 */
export async function fetchSource(source: Source, cacheDir: string): Promise<string> {
  const path = join(cacheDir, source.sha256 + extname(fileNameOf(source.places[0])));
  const cached = await readFile(path).catch(() => undefined);
  if (cached && sha256(cached) === source.sha256) return path;

  const { bytes, place } = await fetchFirst(source);
  const found = sha256(bytes);
  if (found !== source.sha256) {
    throw new Error(
      `“${source.name}” from ${label(place)} is not the file we know: expected SHA-256 ${source.sha256}, found ${found}.`,
    );
  }
  const aside = `${path}.${process.pid}.part`;
  await mkdir(cacheDir, { recursive: true });
  try {
    await writeFile(aside, bytes);
    await rename(aside, path);
  } finally {
    await rm(aside, { force: true });
  }
  return path;
}
