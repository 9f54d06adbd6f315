import { unzipSync } from 'fflate';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Served } from '../../../worker/serve.ts';
import { drawnPhoto } from '../../fixtures/drawn.ts';
import { personPhoto } from '../../fixtures/files/photo.ts';
import { problemOf } from '../harness/ask.ts';
import { BatchClient, startBatches } from '../harness/batches.ts';

const OPTIONS = { model: 'lite', output: 'coarse' };

let worker: Served;
let client: BatchClient;
let photo: Buffer;
let id: string;
/** What was told of the batch while it ran. */
let told: string;
beforeAll(async () => {
  const bindings = { BATCH_MOST_RUNNING: '2', BATCH_MOST_PICTURES: '6' };
  [worker, photo] = await Promise.all([startBatches({ bindings }), drawnPhoto(64)]);
  client = new BatchClient(worker.url);
  ({ id } = await client.create(OPTIONS));
  for (const name of ['a.png', 'a.jpg', 'A.webp', 'no ending']) await client.send(id, name, photo);
  await client.send(id, 'broken.png', photo.subarray(0, 100));
  await client.start(id);
  const events = await client.ask(`/v1/batches/${id}/events`);
  expect(events.headers.get('Content-Type')).toBe('text/event-stream');
  told = await events.text();
}, 60_000);
afterAll(() => worker?.stop());

it('events tell of a batch until it has ended', async () => {
  const events = told.split('\n\n').filter((event) => event.startsWith('event: '));
  expect(events.length).toBeGreaterThan(1);
  expect(events[0]).toMatch(/^event: (progress|ended)\ndata: /);
  const last = events.at(-1)?.split('\ndata: ') ?? [];
  expect(last[0]).toBe('event: ended');
  const { links: _, limits: __, ...status } = await client.status(id);
  expect(JSON.parse(last[1])).toEqual(status);
});

it('an archive has every result under a name of its own, and says why others have none', async () => {
  const response = await client.ask(`/v1/batches/${id}/archive`);
  expect(response.status).toBe(200);
  expect(response.headers.get('Content-Type')).toBe('application/zip');
  expect(response.headers.get('Link')).toBeNull();
  const files = unzipSync(new Uint8Array(await response.arrayBuffer()));
  expect(Object.keys(files)).toHaveLength(5);
  expect(new Set(Object.keys(files).map((name) => name.toLowerCase())).size).toBe(5);
  expect(Object.keys(files)).toContain('no ending.png');
  const failed = JSON.parse(new TextDecoder().decode(files['failed.json']));
  expect(failed['broken.png']).toEqual({ reason: 'unprocessable', detail: expect.stringMatching(/^[A-Z].*\.$/) });
  const { all } = await client.results(id);
  const result = all.find((one) => one.name === 'no ending');
  expect(result?.state === 'done' && result.bytes).toBe(files['no ending.png'].length);
});

it('an archive goes on where the one before ended', async () => {
  const response = await client.ask(`/v1/batches/${id}/archive?cursor=3`);
  const files = unzipSync(new Uint8Array(await response.arrayBuffer()));
  expect(Object.keys(files)).toHaveLength(2);
});

it('a token has a limit of batches that have not ended, and a batch one of pictures', async () => {
  const key = { 'Idempotency-Key': 'mine' };
  const [first] = [await client.create(OPTIONS, key), await client.create(OPTIONS)];
  const response = await client.ask('/v1/batches', { method: 'POST' });
  expect(response.status).toBe(429);
  expect(response.headers.get('Retry-After')).toBe('60');
  await problemOf(response);
  expect((await client.create(OPTIONS, key)).id).toBe(first.id);
  await new BatchClient(worker.url, 'two').create(OPTIONS);
  for (let i = 0; i < 6; i++) expect((await client.send(first.id, `${i}.png`, photo)).status).toBe(201);
  expect((await client.send(first.id, '6.png', photo)).status).toBe(413);
  expect((await client.ask(`/v1/batches/${first.id}`, { method: 'DELETE' })).status).toBe(204);
  await client.create(OPTIONS);
});

it('a large JPEG comes back at its full size', async () => {
  const large = await sharp(await personPhoto())
    .resize(900, 1200)
    .jpeg()
    .toBuffer();
  const owner = new BatchClient(worker.url, 'two');
  const { id } = await owner.create({ model: 'lite' });
  await owner.send(id, 'large.jpg', large);
  await owner.start(id);
  await expect.poll(async () => (await owner.status(id)).pictures.done, { timeout: 60_000 }).toBe(1);
  const image = await (await owner.ask(`/v1/batches/${id}/results/large.jpg`)).arrayBuffer();
  const { width, height, format, channels } = await sharp(Buffer.from(image)).metadata();
  expect({ width, height, format, channels }).toEqual({ width: 900, height: 1200, format: 'png', channels: 4 });
});
