import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, it } from 'vitest';
import { startWorker } from './start.ts';

it('takes the next port when the one wanted is taken, and frees it when stopped', async () => {
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
}, 60_000);
