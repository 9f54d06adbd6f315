import { randomUUID } from 'node:crypto';
import { setTimeout as after } from 'node:timers/promises';
import type { BatchStatus } from '../../shared/contracts/batches.ts';
import { createApi } from '../cutout/server/api.ts';

/** How long a batch of three pictures may take, and how often it is looked at, in milliseconds. */
const LONGEST_MS = 120_000;
const LOOK_MS = 500;

/**
 * Has a Worker make a batch of two pictures and a broken one, and removes it.
 *
 * @param origin of the Worker, without a slash at its end.
 * @returns what was seen, in words.
 * @throws Error that says what is wrong.
 */
export async function tryBatch(origin: string, picture: Uint8Array, token = ''): Promise<string> {
  const api = createApi({ url: origin, token });
  const wanted = { options: { model: 'lite', output: 'coarse', size: 'full' } } as const;
  const key = randomUUID();
  const { id } = await api.create(wanted, key);
  try {
    if ((await api.create(wanted, key)).id !== id) throw new Error('one Idempotency-Key made two batches');
    const whole = new Uint8Array(picture);
    for (const name of ['a.png', 'b.png']) await api.send(id, name, whole);
    await api.send(id, 'broken.png', whole.slice(0, whole.length >> 1));
    const started = Date.now();
    await api.start(id);
    for (let status: BatchStatus = await api.status(id); status.state !== 'ended'; status = await api.status(id)) {
      if (Date.now() - started > LONGEST_MS) throw new Error(`it has not ended: ${JSON.stringify(status.pictures)}`);
      await after(LOOK_MS);
    }
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    const { results } = await api.results(id, '');
    const made = results.flatMap((result) => (result.state === 'done' ? [result] : []));
    if (
      made
        .map(({ name }) => name)
        .sort()
        .join() !== 'a.png,b.png'
    )
      throw new Error(JSON.stringify(results));
    for (const { href, bytes } of made) {
      if ((await api.fetch(href)).length !== bytes)
        throw new Error(`${href} has not the ${bytes} bytes that it was told to have`);
    }
    return `2 done, the broken one named, in ${seconds} s`;
  } finally {
    await api.remove(id);
  }
}
