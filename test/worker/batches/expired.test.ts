import { expect, it } from 'vitest';
import { drawnPhoto } from '../../fixtures/drawn.ts';
import { problemOf } from '../harness/ask.ts';
import { BatchClient, startBatches } from '../harness/batches.ts';

const OPTIONS = { model: 'lite', output: 'coarse' };
/** Hours that end after a few seconds: pictures have to be sent meanwhile. */
const SOON = '0.002';

it('pictures of a batch whose time is over before their turn came fail as expired, and it ends', {
  timeout: 90_000,
}, async () => {
  // No consumer takes anything.
  const worker = await startBatches({
    bindings: { BATCH_INPUT_HOURS: SOON, BATCH_MOST_RUNNING: '1' },
    queueConsumers: {},
  });
  try {
    const client = new BatchClient(worker.url);
    const photo = await drawnPhoto(64);
    const { id } = await client.create(OPTIONS);
    const names = Array.from({ length: 12 }, (_, i) => `${i}.png`);
    for (const name of names) expect((await client.send(id, name, photo)).status).toBe(201);
    const { expires } = await client.start(id);
    await expect.poll(async () => (await client.status(id)).state, { timeout: 60_000 }).toBe('ended');
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(expires));
    expect(await client.status(id)).toMatchObject({
      pictures: { all: 12, waiting: 0, done: 0, failed: 12 },
      failures: { expired: 12 },
    });
    const { all, isLast } = await client.results(id);
    expect(isLast).toBe(true);
    expect(all.map(({ name }) => name).sort()).toEqual(names.sort());
    for (const result of all) expect(result).toMatchObject({ state: 'failed', reason: 'expired' });
    const response = await client.ask(`/v1/batches/${id}/results/0.png`);
    expect(response.status).toBe(404);
    expect((await problemOf(response)).detail).toContain('time was over');
    // Its place is free again.
    await client.create(OPTIONS);
  } finally {
    await worker.stop();
  }
});
