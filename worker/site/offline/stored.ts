import { sha256 } from '../../../shared/hash.ts';

/** Files of the site by path, with what they must be. */
export type Files = Readonly<Record<string, { readonly bytes: number; readonly sha256: string }>>;

/** The cache of the runtime and the networks that the person wants to keep. */
export const KEPT = 'matteo-kept';
/** The cache of a picture that was shared, until the page takes it. */
export const SHARED = 'matteo-shared';
/** Where a shared picture lies in it. */
export const SHARED_PICTURE = '/shared-picture';

/** The cache of one version's small files. */
export const PAGE_CACHE = 'matteo-page-';

/**
 * Fetches a file into a cache.
 *
 * @throws Error where it does not arrive, is not what it must be, or there is no room for it.
 */
export async function store(cache: Cache, path: string, expected: string): Promise<void> {
  const response = await fetch(path, { cache: 'no-cache' });
  if (!response.ok) throw new Error(`${path} was answered with ${response.status}.`);
  const kept = response.clone();
  if ((await sha256(await response.arrayBuffer())) !== expected) throw new Error(`${path} is of another version.`);
  await cache.put(path, kept);
}
