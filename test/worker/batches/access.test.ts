import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Served } from '../../../worker/serve.ts';
import { drawnPhoto } from '../../fixtures/drawn.ts';
import { problemOf } from '../harness/ask.ts';
import { BatchClient, startBatches } from '../harness/batches.ts';

const OPTIONS = { model: 'lite', output: 'coarse' };

let worker: Served;
let mine: BatchClient;
let other: BatchClient;
let photo: Buffer;
beforeAll(async () => {
  [worker, photo] = await Promise.all([startBatches({ bindings: { PARTS: 'off' } }), drawnPhoto(64)]);
  mine = new BatchClient(worker.url);
  other = new BatchClient(worker.url, 'two');
}, 60_000);
afterAll(() => worker?.stop());

/** Every route of one batch. */
const routesOf = (id: string): readonly (readonly [method: string, path: string])[] => [
  ['GET', `/v1/batches/${id}`],
  ['GET', `/v1/batches/${id}/pictures`],
  ['PUT', `/v1/batches/${id}/pictures/a.png`],
  ['POST', `/v1/batches/${id}/uploads`],
  ['POST', `/v1/batches/${id}/start`],
  ['GET', `/v1/batches/${id}/results`],
  ['GET', `/v1/batches/${id}/results/a.png`],
  ['GET', `/v1/batches/${id}/archive`],
  ['GET', `/v1/batches/${id}/events`],
  ['DELETE', `/v1/batches/${id}`],
];

const withBody = (method: string) => (method === 'PUT' ? { method, body: new Uint8Array(photo) } : { method });

describe('batches', { timeout: 60_000 }, () => {
  it('are for nobody without a token', async () => {
    const { id } = await mine.create(OPTIONS);
    for (const [method, path] of [['POST', '/v1/batches'] as const, ...routesOf(id)]) {
      for (const Authorization of ['', 'Bearer three']) {
        const response = await fetch(worker.url + path, { ...withBody(method), headers: { Authorization } });
        expect(response.status, `${method} ${path}`).toBe(401);
        expect((await problemOf(response)).type).toBe('/problems/unauthorized');
      }
    }
  });

  it('of a part are declined when they are made, where parts are not offered', async () => {
    const asked = { method: 'POST', body: JSON.stringify({ options: { ...OPTIONS, output: 'cutout', part: 'head' } }) };
    const response = await mine.ask('/v1/batches', asked);
    expect(response.status).toBe(501);
    expect(await problemOf(response)).toMatchObject({
      type: '/problems/not-implemented',
      detail: expect.stringContaining('“part”'),
    });
  });

  it('of another token are not there, and nothing of them changes', async () => {
    const { id } = await mine.create(OPTIONS);
    expect((await mine.send(id, 'a.png', photo)).status).toBe(201);
    const before = await mine.status(id);
    const absent = 'f'.repeat(32);
    for (const [at, [method, path]] of routesOf(id).entries()) {
      const [response, nothing] = await Promise.all([
        other.ask(path, withBody(method)),
        other.ask(routesOf(absent)[at][1], withBody(method)),
      ]);
      expect(response.status, `${method} ${path}`).toBe(404);
      expect(await problemOf(response)).toEqual(await problemOf(nothing));
    }
    expect(await mine.status(id)).toEqual(before);
  });

  it('have ids that lead nowhere else', async () => {
    for (const id of [
      '..',
      '.',
      '%2e%2e',
      '%00',
      'a'.repeat(5000),
      'F'.repeat(32),
      '0'.repeat(31),
      '%F0%9F%98%80',
      "'--",
    ]) {
      for (const [method, path] of routesOf(id)) {
        const response = await mine.ask(path, withBody(method));
        expect([404, 405], `${method} ${path}`).toContain(response.status);
        await response.arrayBuffer();
      }
    }
  });

  it('take names of files, and no ways to elsewhere', async () => {
    const { id } = await mine.create(OPTIONS);
    const put = (name: string) => mine.ask(`/v1/batches/${id}/pictures/${name}`, withBody('PUT'));
    const wrong = ['%2e%2e%2fa.png', 'a%2fb.png', 'a%5cb.png', 'a%00.png', '%0a', 'x'.repeat(256), '%E2%80%AEgnp.a'];
    for (const name of wrong) {
      const response = await put(name);
      expect(response.status, name).toBe(400);
      await problemOf(response);
    }
    const right = [
      'a.png',
      '..a.png',
      "it's; DROP TABLE pictures.png",
      '😀.png',
      'ä ö.png',
      'a%b.png',
      'x'.repeat(255),
    ];
    for (const name of right) expect((await mine.send(id, name, photo)).status, name).toBe(201);
    expect((await mine.status(id)).pictures.all).toBe(right.length);
    await mine.start(id);
    await expect.poll(async () => (await mine.status(id)).state).toBe('ended');
    const { all } = await mine.results(id);
    expect(all.map(({ name }) => name).sort()).toEqual([...right].sort());
    for (const result of all) expect(result.state === 'done' && (await mine.ask(result.href)).status).toBe(200);
  });

  it('take no more and no less than a picture', async () => {
    const { id } = await mine.create(OPTIONS);
    const put = async (body: BodyInit, headers: Record<string, string> = {}, duplex = {}) => {
      const path = `/v1/batches/${id}/pictures/a.png`;
      const response = await mine.ask(path, { method: 'PUT', body, headers, ...duplex });
      await problemOf(response);
      return response.status;
    };
    expect(await put('<svg xmlns="http://www.w3.org/2000/svg"/>')).toBe(415);
    expect(await put('')).toBe(400);
    expect(await put(new Uint8Array(photo), { 'Content-Encoding': 'gzip' })).toBe(415);
    expect(await put(new Uint8Array(16 * 2 ** 20 + 1))).toBe(413);
    expect(await put(new Blob([new Uint8Array(photo)]).stream(), {}, { duplex: 'half' })).toBe(400);
    expect((await mine.status(id)).pictures.all).toBe(0);
    expect((await mine.ask(`/v1/batches/${id}/start`, { method: 'POST' })).status).toBe(409);
  });

  it('are made once for an idempotency key', async () => {
    const key = { 'Idempotency-Key': 'the same' };
    const { id } = await mine.create(OPTIONS, key);
    await mine.send(id, 'a.png', photo);
    expect(await mine.create(OPTIONS, key)).toMatchObject({ id, pictures: { all: 1 } });
    expect((await other.create(OPTIONS, key)).id).not.toBe(id);
    expect((await mine.create(OPTIONS)).id).not.toBe(id);
    const body = JSON.stringify({ options: { model: 'lite' } });
    expect((await mine.ask('/v1/batches', { method: 'POST', headers: key, body })).status).toBe(422);
    expect(
      (await mine.ask('/v1/batches', { method: 'POST', headers: { 'Idempotency-Key': 'x'.repeat(201) } })).status,
    ).toBe(400);
  });

  it('are declined with what is wrong in them', async () => {
    for (const body of [
      '{',
      '[]',
      '{"options":{"model":"best"}}',
      '{"other":1}',
      '{"options":{"output":"coarse","on":"red"}}',
    ]) {
      const response = await mine.ask('/v1/batches', { method: 'POST', body });
      expect(response.status, body).toBe(400);
      await problemOf(response);
    }
    expect((await mine.ask('/v1/batches', { method: 'POST', body: 'x'.repeat(100_000) })).status).toBe(413);
  });

  it('take no more pictures once they run, and are gone when removed', async () => {
    const { id } = await mine.create(OPTIONS);
    for (const name of ['a.png', 'a.png', 'b.png']) await mine.send(id, name, photo);
    expect((await mine.start(id)).pictures.all).toBe(2);
    expect((await mine.send(id, 'c.png', photo)).status).toBe(409);
    await mine.start(id);
    await expect.poll(async () => (await mine.status(id)).state).toBe('ended');
    const path = `/v1/batches/${id}/results/a.png`;
    const first = await mine.ask(path);
    expect(first.status).toBe(200);
    const tag = { 'If-None-Match': first.headers.get('ETag') as string };
    expect((await mine.ask(path, { headers: tag })).status).toBe(304);
    expect((await mine.ask(`/v1/batches/${id}/results/c.png`)).status).toBe(404);
    expect((await mine.ask(`/v1/batches/${id}/results?cursor=x`)).status).toBe(400);
    expect((await mine.ask(`/v1/batches/${id}`, { method: 'DELETE' })).status).toBe(204);
    for (const [method, at] of routesOf(id)) expect((await mine.ask(at, withBody(method))).status, at).toBe(404);
  });
});

describe('a batch whose time is over', { timeout: 60_000 }, () => {
  it.each([
    ['that was not started is removed', { BATCH_INPUT_HOURS: '0.0002' }, false],
    ['is removed with its results', { BATCH_RESULT_DAYS: '0.00002' }, true],
  ])('%s', async (_, bindings, isStarted) => {
    const short = await startBatches({ bindings });
    try {
      const client = new BatchClient(short.url);
      const { id } = await client.create(OPTIONS);
      expect((await client.send(id, 'a.png', photo)).status).toBe(201);
      if (isStarted) await client.start(id);
      await expect.poll(async () => (await client.ask(`/v1/batches/${id}`)).status).toBe(404);
    } finally {
      await short.stop();
    }
  });
});
