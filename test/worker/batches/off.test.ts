import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Served } from '../../../worker/serve.ts';
import { problemOf } from '../harness/ask.ts';
import { startWorker } from '../harness/start.ts';

let worker: Served;
beforeAll(async () => {
  worker = await startWorker();
}, 60_000);
afterAll(() => worker?.stop());

it.each([
  ['POST', '/v1/batches'],
  ['GET', `/v1/batches/${'0'.repeat(32)}`],
  ['PUT', `/v1/batches/${'0'.repeat(32)}/pictures/a.jpg`],
])('a plain deployment says on %s %s what it lacks', async (method, path) => {
  const response = await fetch(worker.url + path, { method });
  expect(response.status).toBe(501);
  const { detail } = await problemOf(response);
  for (const name of ['BATCHES', 'BATCH_OWNERS', 'BATCH_PICTURES', 'BATCH_QUEUE', 'API_TOKENS', 'docs/batches.md'])
    expect(detail).toContain(name);
});
