import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type IncomingMessage, type OutgoingHttpHeaders, request, type Server } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { drawnPhoto } from '../fixtures/drawn.ts';
import { problemOf } from './harness/ask.ts';
import { BatchClient, startBatches } from './harness/batches.ts';
import { post } from './harness/post.ts';
import { startWorker } from './harness/start.ts';

it('the server takes the next port when the one wanted is taken, and frees it when stopped', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  const worker = await startWorker({ port });
  try {
    expect(Number(new URL(worker.url).port)).toBeGreaterThan(port);
    expect((await fetch(`${worker.url}/healthz`)).status).toBe(200);
  } finally {
    await worker.stop();
    taken.close();
  }
  await expect(fetch(`${worker.url}/healthz`)).rejects.toThrow();
}, 120_000);

it('serves what was built when it started, whatever a build does meanwhile', async () => {
  const site = await mkdtemp(join(tmpdir(), 'matteo-built-'));
  await cp('dist/site', site, { recursive: true });
  const worker = await startWorker({ site });
  const ask = async (path: string) => (await fetch(worker.url + path)).text();
  try {
    const before = await Promise.all(['/', '/docs', '/v1/models'].map(ask));
    const script = /src="(\/assets\/page-\w+\.js)"/.exec(before[0])?.[1] ?? '';
    await rm(site, { recursive: true });
    expect(await Promise.all(['/', '/docs', '/v1/models'].map(ask))).toEqual(before);
    await cp('dist/site', site, { recursive: true });
    await writeFile(join(site, 'index.html'), 'another build');
    expect(await ask('/')).toBe(before[0]);
    expect((await fetch(worker.url + script)).status).toBe(200);
    expect((await fetch(`${worker.url}/healthz`)).status).toBe(200);
  } finally {
    await worker.stop();
    await rm(site, { recursive: true });
  }
}, 120_000);

it('a client can read why its large body is declined unread', async () => {
  const worker = await startWorker({ bindings: { API_TOKENS: 'the-token' } });
  try {
    for (let i = 0; i < 3; i++) expect((await post(worker.url, '', new Uint8Array(8_000_000))).status).toBe(401);
  } finally {
    await worker.stop();
  }
}, 120_000);

it('a body over the limit is declined without a harm to the requests after it', async () => {
  const worker = await startWorker();
  try {
    for (const mebibytes of [17, 20, 33]) {
      const large = await post(worker.url, '', new Uint8Array(mebibytes * 2 ** 20));
      expect((await problemOf(large)).type).toBe('/problems/too-large');
      const others = await Promise.all(Array.from({ length: 4 }, () => post(worker.url, '', 'not a picture')));
      for (const other of others) expect((await problemOf(other)).status).toBe(415);
    }
  } finally {
    await worker.stop();
  }
}, 120_000);

it('a body where none is taken is declined so that its client can read why, also without a declared length', async () => {
  const worker = await startWorker();
  const sendOnce = (path: string, body: Buffer, headers: OutgoingHttpHeaders) =>
    new Promise<number | undefined>((resolve, reject) => {
      const asked = request(worker.url + path, { method: 'POST', headers, agent: false }, (answer) => {
        answer.resume().on('end', () => resolve(answer.statusCode));
        answer.on('error', reject);
      });
      // A connection may be closed once the answer is there, while the body still goes out.
      asked.on('socket', (socket) => socket.on('error', () => {}));
      asked.on('error', reject).end(body);
    });
  /** The local server closes a connection now and then, as a network does. */
  const send = async (path: string, body: Buffer, headers: OutgoingHttpHeaders = {}) => {
    for (let tries = 1; ; tries++) {
      try {
        return await sendOnce(path, body, headers);
      } catch (error) {
        if (tries === 4) throw error;
      }
    }
  };
  try {
    const body = Buffer.alloc(17 * 2 ** 20);
    for (const [path, status] of [
      ['/healthz', 405],
      ['/v1/models', 405],
      ['/v1/nothing', 404],
      ['/', 405],
    ] as const)
      for (const headers of [{}, { 'content-length': body.length }])
        for (let time = 0; time < 2; time++) expect(await send(path, body, headers), path).toBe(status);
  } finally {
    await worker.stop();
  }
}, 120_000);

it('a queue’s connection is not closed while the queue may use it', async () => {
  const servers = new Set<Server>();
  const listen = (message: unknown) => {
    const { request, server } = message as { request: IncomingMessage; server: Server };
    if (request.url === '/core/log') servers.add(server);
  };
  subscribe('http.server.request.start', listen);
  const worker = await startBatches();
  try {
    const client = new BatchClient(worker.url);
    const { id } = await client.create({ model: 'lite', output: 'coarse' });
    await client.send(id, 'a.png', await drawnPhoto(64));
    await client.start(id);
    await expect.poll(() => servers.size, { timeout: 60_000 }).toBe(1);
    for (const { keepAliveTimeout } of servers) expect(keepAliveTimeout).toBe(0);
  } finally {
    unsubscribe('http.server.request.start', listen);
    await worker.stop();
  }
}, 120_000);
