import { type Files, KEPT, PAGE_CACHE, store } from './stored.ts';

/** One build of the site. */
export interface Version {
  /** A hash over everything in it. */
  readonly id: string;
  /** What the page needs to be shown and to start: small, and held from the first visit on. */
  readonly page: Files;
  /** The runtime and the networks: large, and held after a yes. */
  readonly large: Files;
}

/**
 * Holds the small files of a version, and the successors of the large files that are kept.
 *
 * @throws Error where one of them does not arrive or is of another version; the version before stays in use then.
 */
export async function install({ id, page, large }: Version): Promise<void> {
  const cache = await caches.open(PAGE_CACHE + id);
  await Promise.all(Object.entries(page).map(([path, { sha256 }]) => store(cache, path, sha256)));
  if (!(await caches.has(KEPT))) return;
  const kept = await caches.open(KEPT);
  const held = (await kept.keys()).map(({ url }) => new URL(url).pathname);
  const stems = held.map(stemOf);
  for (const [path, { sha256 }] of Object.entries(large))
    if (!held.includes(path) && stems.includes(stemOf(path))) await store(kept, path, sha256);
}

/** Lets go of other versions: none of their pages is open any more. */
export async function activate({ id, large }: Version): Promise<void> {
  const others = (await caches.keys()).filter((name) => name.startsWith(PAGE_CACHE) && name !== PAGE_CACHE + id);
  await Promise.all(others.map((name) => caches.delete(name)));
  if (!(await caches.has(KEPT))) return;
  const kept = await caches.open(KEPT);
  const old = (await kept.keys()).filter(({ url }) => !(new URL(url).pathname in large));
  await Promise.all(old.map((request) => kept.delete(request)));
}

/** A large file's path without its hash or version: the same for its successor. */
const stemOf = (path: string): string =>
  path.replace(/\.[0-9a-f]{8}(?=\.onnx$)/, '').replace(/^\/ort\/[^/]+(?=\/)/, '/ort');
