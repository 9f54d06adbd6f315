import { withinTime } from '../../../shared/inference/time-limit.ts';
import { PAGE_CACHE } from './stored.ts';
import type { Version } from './versions.ts';

/** The page waits no longer than this for a poor connection when it lies here. */
const PATIENCE_MS = 5000;
/** Paths that carry a hash or a version: what they answer never changes. */
const LASTING = /^\/(?:assets|ort)\/|^\/models\/[^/]+\.onnx$/;

/**
 * What the service worker answers in the network's place: lasting files from the caches if they are there; the page and its
 * other small files from the network, and from their version's cache where that does not answer.
 *
 * @returns undefined for every other request, which goes to the network as if nobody listened: the API's among them.
 */
export function answerTo(request: Request, version: Version): Promise<Response> | undefined {
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin) return undefined;
  if (LASTING.test(pathname)) return stored(pathname);
  return pathname in version.page ? fresh(request, pathname, version) : undefined;
}

const stored = async (path: string): Promise<Response> => (await caches.match(path)) ?? fetch(path);

async function fresh(request: Request, path: string, { id }: Version): Promise<Response> {
  try {
    return await withinTime(fetch(request), PATIENCE_MS);
  } catch {
    const cache = await caches.open(PAGE_CACHE + id);
    return (await cache.match(path)) ?? Response.error();
  }
}
