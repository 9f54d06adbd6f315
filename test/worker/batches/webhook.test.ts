import { createHmac, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Served } from '../../../worker/serve.ts';
import { drawnPhoto } from '../../fixtures/drawn.ts';
import { problemOf } from '../harness/ask.ts';
import { BatchClient, startBatches } from '../harness/batches.ts';

const OPTIONS = { model: 'lite', output: 'coarse' };
const KEY = randomBytes(32);
const SECRET = `whsec_${KEY.toString('base64')}`;

describe('a receiver', { timeout: 60_000 }, () => {
  let receiver: Server;
  let origin: string;
  let worker: Served;
  const calls: { headers: IncomingHttpHeaders; body: string }[] = [];
  beforeAll(async () => {
    receiver = createServer(async (request, response) => {
      calls.push({ headers: request.headers, body: String(await buffer(request)) });
      // It fails twice, once by a redirect to where nobody may be sent.
      response.writeHead([500, 302][calls.length - 1] ?? 204, { Location: '/elsewhere' }).end();
    }).listen(0, '127.0.0.1');
    await once(receiver, 'listening');
    origin = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
    worker = await startBatches({ bindings: { BATCH_CALLBACK_ORIGINS: origin } });
  }, 60_000);
  afterAll(async () => {
    receiver?.close();
    await worker?.stop();
  });

  it('that fails is called again, and can tell that it was us and that it was the same', async () => {
    const client = new BatchClient(worker.url);
    const body = JSON.stringify({ options: OPTIONS, callback: { url: `${origin}/hook`, secret: SECRET } });
    const { id } = await (await client.ask('/v1/batches', { method: 'POST', body })).json();
    const photo = await drawnPhoto(64);
    await client.send(id, 'a.png', photo);
    await client.send(id, 'broken.png', photo.subarray(0, 100));
    expect(await client.start(id)).toMatchObject({ callback: 'waiting' });
    await expect.poll(async () => (await client.status(id)).callback).toBe('delivered');
    expect(calls).toHaveLength(3);
    expect(new Set(calls.map((call) => call.headers['webhook-id'])).size).toBe(1);
    expect(new Set(calls.map((call) => call.body)).size).toBe(1);
    for (const { headers, body } of calls) {
      const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
      const signature = createHmac('sha256', KEY).update(signed).digest('base64');
      expect(headers['webhook-signature']).toBe(`v1,${signature}`);
      expect(Math.abs(Date.now() / 1000 - Number(headers['webhook-timestamp']))).toBeLessThan(60);
    }
    expect(JSON.parse(calls[0].body)).toEqual({
      type: 'batch.ended',
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
      data: { id, pictures: { all: 2, waiting: 0, done: 1, failed: 1 }, failures: { unprocessable: 1 } },
    });
  });

  it('that is not listed is not called', async () => {
    const callback = { url: 'https://example.org/hook', secret: SECRET };
    const response = await new BatchClient(worker.url).ask('/v1/batches', {
      method: 'POST',
      body: JSON.stringify({ callback }),
    });
    expect(response.status).toBe(400);
    expect((await problemOf(response)).detail).toContain('callback.url');
  });
});

describe('where no origins are listed', { timeout: 60_000 }, () => {
  let worker: Served;
  beforeAll(async () => {
    worker = await startBatches();
  }, 60_000);
  afterAll(() => worker?.stop());
  const post = (url: string, secret = SECRET) =>
    new BatchClient(worker.url).ask('/v1/batches', {
      method: 'POST',
      body: JSON.stringify({ options: OPTIONS, callback: { url, secret } }),
    });

  it('any address on the public internet is taken, and no other', async () => {
    expect((await post('https://example.org/hook?a=b')).status).toBe(201);
    const wrong = [
      ...[
        'http://example.org/hook',
        'https://example.org:8443/',
        'https://user:pass@example.org/',
        'ftp://example.org/',
      ],
      ...['https://127.0.0.1/', 'https://0x7f.1/', 'https://[::1]/', 'https://[::ffff:10.0.0.1]/', 'https://10.0.0.1/'],
      ...[
        'https://169.254.169.254/latest/meta-data',
        'https://metadata.internal/',
        'https://localhost/',
        'https://nas/',
      ],
      ...['https://192-168-0-7.nip.io/', 'not an address', `https://example.org/${'x'.repeat(2000)}`],
    ];
    for (const url of wrong) {
      const response = await post(url);
      expect(response.status, url).toBe(400);
      await problemOf(response);
    }
  });

  it.each(['', 'whsec_', 'whsec_short', KEY.toString('base64'), `whsec_${randomBytes(80).toString('base64')}`])(
    'the secret %j is declined',
    async (secret) => expect((await post('https://example.org/hook', secret)).status).toBe(400),
  );
});
