import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Served } from '../../../worker/serve.ts';
import { drawnPhoto } from '../../fixtures/drawn.ts';
import { BatchClient, startBatches } from '../harness/batches.ts';

const OPTIONS = { model: 'lite', output: 'coarse' };
/** More than a small batch has. */
const LARGE = 101;
const SMALL = 5;

let worker: Served;
let client: BatchClient;
beforeAll(async () => {
  worker = await startBatches({ bindings: { BATCH_WINDOW: '64', BATCH_PATIENCE_SECONDS: '60' } });
  client = new BatchClient(worker.url);
}, 60_000);
afterAll(() => worker?.stop());

async function batchOf(count: number): Promise<string> {
  const { id } = await client.create(OPTIONS);
  const photo = await drawnPhoto(64);
  // Each has a content of its own: equal ones would be worked on once.
  for (let i = 0; i < count; i++) {
    const bytes = await sharp(photo)
      .withExifMerge({ IFD0: { ImageDescription: `${id} ${i}` } })
      .jpeg()
      .toBuffer();
    expect((await client.send(id, `${i}.jpg`, bytes)).status).toBe(201);
  }
  return id;
}

it('a small batch does not stand behind a large one', { timeout: 60_000 }, async () => {
  const [large, small] = [await batchOf(LARGE), await batchOf(SMALL)];
  await client.start(large);
  await expect.poll(async () => (await client.status(large)).pictures.done).toBeGreaterThan(0);
  await client.start(small);
  await expect.poll(async () => (await client.status(small)).pictures.done, { interval: 10 }).toBeGreaterThan(0);
  const before = (await client.status(large)).pictures.done;
  await expect.poll(async () => (await client.status(small)).state, { interval: 10 }).toBe('ended');
  const meanwhile = (await client.status(large)).pictures.done - before;
  // One was in hand when it began, and a few may end between its end and when that was told.
  expect(meanwhile).toBeLessThanOrEqual(SMALL);
});
