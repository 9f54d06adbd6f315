import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';

/** A file on disk, or bytes. */
export type Content = string | Uint8Array;

export interface Site {
  readonly origin: string;
  put(path: string, content: Content): Promise<void>;
  /** Bytes sent so far of what lies under a path. */
  sent(under: string): number;
  close(): Promise<void>;
}

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
  '.html': 'text/html',
  '.jpg': 'image/jpeg',
  '.png': 'image/png',
};

/**
 * A site on a free port whose pages are isolated, so that everybody has threads. Files are kept in memory and sent as
 * they are, not compressed.
 */
export async function servePeers(): Promise<Site> {
  const contents = new Map<string, Uint8Array>();
  const sent = new Map<string, number>();
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const content = contents.get(pathname);
    response.setHeader('cross-origin-opener-policy', 'same-origin');
    response.setHeader('cross-origin-embedder-policy', 'require-corp');
    if (!content) return response.writeHead(404).end();
    response.setHeader('content-type', TYPES[extname(pathname)] ?? 'application/octet-stream');
    response.setHeader('cache-control', 'max-age=3600');
    const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
    const body = last ? content.subarray(Number(first), Number(last) + 1) : content;
    if (last) response.setHeader('content-range', `bytes ${first}-${last}/${content.length}`);
    response.writeHead(last ? 206 : 200, { 'content-length': body.length });
    if (request.method === 'HEAD') return response.end();
    sent.set(pathname, (sent.get(pathname) ?? 0) + body.length);
    return response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async put(path, content) {
      contents.set(path, typeof content === 'string' ? await readFile(content) : content);
    },
    sent: (under) =>
      [...sent].filter(([path]) => path.startsWith(under)).reduce((total, [, bytes]) => total + bytes, 0),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
