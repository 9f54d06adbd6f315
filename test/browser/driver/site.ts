import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a path answers with: a body and its type, or whatever the function does. */
export type Answer =
  | { body: string | Uint8Array; type: string; headers?: Record<string, string> }
  | ((response: ServerResponse) => void);

export interface Site {
  readonly origin: string;
  /** Adds or changes what a path answers. */
  put(path: string, answer: Answer): string;
  close(): Promise<void>;
}

/** Names as of hosts on the public internet; the browsers under test look for them on this machine. */
export const PUBLIC_HOSTS = ['pictures.example', 'pages.example'] as const;

/** A small web site on a free port; `host` makes two of them different origins and different hosts. */
export async function serveSite(host: 'localhost' | '127.0.0.1' | (typeof PUBLIC_HOSTS)[number]): Promise<Site> {
  const answers = new Map<string, Answer>();
  const server: Server = createServer((request, response) => {
    const answer = answers.get(request.url ?? '');
    if (!answer) response.writeHead(404, { 'content-type': 'text/plain' }).end('Nothing here.');
    else if (typeof answer === 'function') answer(response);
    else response.writeHead(200, { 'content-type': answer.type, ...answer.headers }).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://${host}:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    put(path, answer) {
      answers.set(path, answer);
      return `${origin}${path}`;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A page with the given body. */
export const page = (body: string, headers: Record<string, string> = {}): Answer => ({
  body: `<!doctype html><meta charset="utf-8"><title>Test page</title><body style="font:16px sans-serif">${body}`,
  type: 'text/html',
  headers,
});
