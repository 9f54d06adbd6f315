import { afterAll, beforeAll, expect, it } from 'vitest';
import { uploadSchema } from '../../../shared/contracts/batches.ts';
import type { Served } from '../../../worker/serve.ts';
import { drawnPhoto } from '../../fixtures/drawn.ts';
import { problemOf, sha256 } from '../harness/ask.ts';
import { BatchClient, startBatches } from '../harness/batches.ts';

const OPTIONS = { model: 'lite', output: 'coarse' };
const KEYS = {
  BATCH_R2_ACCOUNT_ID: 'account',
  BATCH_R2_BUCKET: 'pictures',
  BATCH_R2_ACCESS_KEY_ID: 'key',
  BATCH_R2_SECRET_ACCESS_KEY: 'a secret of the bucket',
};

let worker: Served;
let photo: Buffer;
beforeAll(async () => {
  [worker, photo] = await Promise.all([startBatches({ bindings: KEYS }), drawnPhoto(64)]);
}, 60_000);
afterAll(() => worker?.stop());

const announce = (client: BatchClient, id: string, body: unknown) =>
  client.ask(`/v1/batches/${id}/uploads`, { method: 'POST', body: JSON.stringify(body) });

it('a picture is announced and gets a link; one that never comes fails, others do not', async () => {
  const client = new BatchClient(worker.url);
  const { id, links } = await client.create(OPTIONS);
  expect(links.uploads).toBe(`/v1/batches/${id}/uploads`);
  const announced = { name: 'never.png', bytes: photo.length, sha256: sha256(photo) };
  const response = await announce(client, id, announced);
  expect(response.status).toBe(201);
  const text = await response.text();
  expect(text).not.toContain(KEYS.BATCH_R2_SECRET_ACCESS_KEY);
  const { url, expires, ...taken } = uploadSchema.parse(JSON.parse(text));
  expect(taken).toEqual(announced);
  expect(Date.parse(expires) - Date.now()).toBeGreaterThan(3_500_000);
  const { hostname, pathname, searchParams } = new URL(url);
  expect(hostname).toBe('account.r2.cloudflarestorage.com');
  expect(pathname).toMatch(new RegExp(`^/pictures/batches/${id}/inputs/[0-9a-f-]{36}$`));
  expect(searchParams.get('X-Amz-SignedHeaders')).toBe('content-length;host');
  await client.send(id, 'there.png', photo);
  await client.start(id);
  await expect.poll(async () => (await client.status(id)).state, { timeout: 30_000 }).toBe('ended');
  expect(await client.status(id)).toMatchObject({ pictures: { done: 1, failed: 1 }, failures: { missing: 1 } });
  expect((await announce(client, id, announced)).status).toBe(409);
}, 60_000);

it.each([
  [{ name: 'a/b.png', bytes: 5, sha256: '0'.repeat(64) }, 400],
  [{ name: 'a.png', bytes: 0, sha256: '0'.repeat(64) }, 400],
  [{ name: 'a.png', bytes: 5, sha256: 'x' }, 400],
  [{ name: 'a.png', bytes: 5 }, 400],
  [{ name: 'a.png', bytes: 16 * 2 ** 20 + 1, sha256: '0'.repeat(64) }, 413],
])('%j is no picture that can be announced', async (body, status) => {
  const client = new BatchClient(worker.url);
  const { id } = await client.create(OPTIONS);
  const response = await announce(client, id, body);
  expect(response.status).toBe(status);
  await problemOf(response);
  expect((await client.status(id)).pictures.all).toBe(0);
});

it('a service without a key for its bucket says what it lacks, and promises no links', async () => {
  const other = await startBatches();
  try {
    const client = new BatchClient(other.url);
    const { id, links } = await client.create(OPTIONS);
    expect(links.uploads).toBeUndefined();
    const response = await announce(client, id, {});
    expect(response.status).toBe(501);
    const { detail } = await problemOf(response);
    for (const name of Object.keys(KEYS)) expect(detail).toContain(name);
  } finally {
    await other.stop();
  }
}, 60_000);
