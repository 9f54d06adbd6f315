import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { type Check, smoke } from '../../scripts/smoke/checks.ts';
import { drawnPhoto } from '../fixtures/drawn.ts';
import { startBatches } from '../worker/harness/batches.ts';
import { startWorker } from '../worker/harness/start.ts';

async function all(url: string, token?: string, withBatch = false): Promise<Check[]> {
  const checks: Check[] = [];
  for await (const check of smoke(url, await drawnPhoto(), token, withBatch)) checks.push(check);
  return checks;
}

it('the smoke test finds a Worker well, with its token', { timeout: 300_000 }, async () => {
  const worker = await startWorker({ bindings: { API_TOKENS: 'the-token' } });
  try {
    const checks = await all(worker.url, 'the-token');
    expect(checks.filter(({ failure }) => failure)).toEqual([]);
    expect(checks.length).toBeGreaterThanOrEqual(10);
    const failures = (await all(worker.url)).filter(({ failure }) => failure);
    expect(failures.map(({ name }) => name)).toEqual(['POST /v1/mattes']);
    expect(failures[0].failure).toContain('401');
  } finally {
    await worker.stop();
  }
});

it('the smoke test tries a batch, where it is asked to', { timeout: 300_000 }, async () => {
  const name = 'a batch from its beginning to its end';
  for (const [start, expected] of [
    [startBatches, { name, seen: expect.stringMatching(/^2 done, the broken one named/) }],
    [startWorker, { name, failure: expect.stringContaining('takes no batches') }],
  ] as const) {
    const worker = await start();
    try {
      expect((await all(worker.url, 'one', true)).at(-1)).toEqual(expected);
    } finally {
      await worker.stop();
    }
  }
});

it('the smoke test finds what is no Worker wanting, check by check', { timeout: 300_000 }, async () => {
  const server = createServer((_, response) => response.end('hello')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const checks = await all(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  server.close();
  expect(checks.every(({ failure }) => failure)).toBe(true);
});
