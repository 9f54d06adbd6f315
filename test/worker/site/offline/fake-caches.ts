import { createHash } from 'node:crypto';
import { vi } from 'vitest';

export const ORIGIN = 'https://matteo.example';
const pathOf = (key: string | Request) => new URL(typeof key === 'string' ? key : key.url, ORIGIN).pathname;

/** Caches by name in memory, and a network that answers `served` alone, as globals; both can be looked into. */
export function fakeCaches(served: Record<string, string>) {
  const stored = new Map<string, Map<string, Response>>();
  const cacheOf = (entries: Map<string, Response>) => ({
    put: async (key: string, response: Response) => void entries.set(pathOf(key), response),
    match: async (key: string) => entries.get(pathOf(key))?.clone(),
    keys: async () => [...entries.keys()].map((path) => new Request(ORIGIN + path)),
    delete: async (key: Request) => entries.delete(pathOf(key)),
  });
  const open = async (name: string) => {
    if (!stored.has(name)) stored.set(name, new Map());
    return cacheOf(stored.get(name) as Map<string, Response>);
  };
  vi.stubGlobal('location', new URL(ORIGIN));
  vi.stubGlobal('caches', {
    open,
    has: async (name: string) => stored.has(name),
    keys: async () => [...stored.keys()],
    delete: async (name: string) => stored.delete(name),
    match: async (key: string) =>
      [...stored.values()]
        .map((entries) => entries.get(pathOf(key)))
        .find(Boolean)
        ?.clone(),
  });
  vi.stubGlobal('fetch', async (asked: string | Request) => {
    const body = served[pathOf(asked)];
    if (body === undefined) throw new TypeError('There is no network.');
    return new Response(body);
  });
  const paths = (name: string) => [...(stored.get(name)?.keys() ?? [])].toSorted();
  return { open, names: () => [...stored.keys()].toSorted(), paths };
}

/** How a version describes files of these contents. */
export const filesOf = (contents: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(contents).map(([path, content]) => [
      path,
      { bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') },
    ]),
  );
