import { createHmac, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Served } from '../../../worker/serve.ts';
import { drawnPhoto } from '../../fixtures/drawn.ts';
import { BatchClient, startBatches } from '../harness/batches.ts';

const KEY = randomBytes(32);
const BATCHES = 3;

/** What the receiver was called with, and whether it answered that it has it. */
const calls: { id: string; batch: string; isVerified: boolean; isAnswered: boolean }[] = [];
let isDown = true;

/** Takes every call, and while it is down answers none of them as it should: by an error, or not at all. */
const receiver = createServer(async (request, response) => {
  const body = String(await buffer(request));
  const { 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': signature } = request.headers;
  const signed = createHmac('sha256', KEY).update(`${id}.${time}.${body}`).digest('base64');
  const isAnswered = !isDown;
  calls.push({
    id: String(id),
    batch: JSON.parse(body).data.id,
    isVerified: signature === `v1,${signed}`,
    isAnswered,
  });
  if (isAnswered) response.writeHead(204).end();
  else if (calls.length % 2 === 0) response.writeHead(503).end();
  else request.socket.destroy();
});

let worker: Served;
let origin: string;
beforeAll(async () => {
  await once(receiver.listen(0, '127.0.0.1'), 'listening');
  origin = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  // What takes a minute elsewhere takes a second here: `npm run bench -- batches` waits that minute.
  const bindings = { BATCH_CALLBACK_ORIGINS: origin, BATCH_BACK_OFF_SECONDS: '0.1' };
  worker = await startBatches({ bindings });
}, 60_000);
afterAll(async () => {
  receiver.close();
  await worker?.stop();
});

it('a receiver that was down gets the event of each batch, signed, with one id at every try', {
  timeout: 90_000,
}, async () => {
  const client = new BatchClient(worker.url);
  const photo = await drawnPhoto(64);
  const callback = { url: `${origin}/hook`, secret: `whsec_${KEY.toString('base64')}` };
  const ids = [];
  for (let i = 0; i < BATCHES; i++) {
    const body = JSON.stringify({ options: { model: 'lite', output: 'coarse' }, callback });
    const { id } = await (await client.ask('/v1/batches', { method: 'POST', body })).json();
    expect((await client.send(id, 'a.png', photo)).status).toBe(201);
    await client.start(id);
    ids.push(id);
  }
  const callsOf = (id: string) => calls.filter(({ batch }) => batch === id);
  for (const id of ids) await expect.poll(() => callsOf(id).length, { timeout: 60_000 }).toBeGreaterThanOrEqual(3);
  for (const id of ids) expect((await client.status(id)).callback).toBe('waiting');
  isDown = false;
  for (const id of ids) {
    await expect.poll(async () => (await client.status(id)).callback, { timeout: 60_000 }).toBe('delivered');
    const mine = callsOf(id);
    expect(mine.every(({ isVerified }) => isVerified)).toBe(true);
    expect(mine.filter(({ isAnswered }) => isAnswered)).toHaveLength(1);
    expect(new Set(mine.map((call) => call.id)).size).toBe(1);
  }
  expect(new Set(calls.map((call) => call.id)).size).toBe(BATCHES);
});
