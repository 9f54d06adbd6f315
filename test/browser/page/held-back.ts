import type { Site } from '../driver/site.ts';

/** A picture that the page gets; the job that asks again waits until it is cancelled. */
export function heldBack(site: Site, path: string, body: Buffer): { url: string; isAwaited(): boolean } {
  let requests = 0;
  const url = site.put(path, (response) => {
    response.writeHead(200, { 'content-type': 'image/jpeg', 'cache-control': 'no-store' });
    if (++requests === 1) response.end(body);
    else response.flushHeaders();
  });
  return { url, isAwaited: () => requests === 2 };
}
