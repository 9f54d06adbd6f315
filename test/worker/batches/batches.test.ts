import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Served } from '../../../worker/serve.ts';
import { drawnPhoto } from '../../fixtures/drawn.ts';
import { BatchClient, readsDeadLetters, startBatches } from '../harness/batches.ts';

const OPTIONS = { model: 'lite', output: 'coarse' };
const PICTURES = 36;
const POISON = 4;

/** Hears of whatever is given up. */
const mourner = createServer(async (request, response) => {
  dead.push((await json(request)) as (typeof dead)[number]);
  response.end();
});
const dead: { batch: string; picture: number; reason: string; detail: string }[] = [];

let others: ReturnType<typeof readsDeadLetters>[];
let persist: string;
let worker: Served;
let client: BatchClient;
/** Pictures that differ, so that each has a result of its own. */
let pictures: Map<string, Buffer>;

beforeAll(async () => {
  persist = await mkdtemp(join(tmpdir(), 'matteo-batches-'));
  await once(mourner.listen(0, '127.0.0.1'), 'listening');
  others = [readsDeadLetters(`http://127.0.0.1:${(mourner.address() as AddressInfo).port}`)];
  worker = await startBatches({ persist, others });
  client = new BatchClient(worker.url);
  const photo = await drawnPhoto(64);
  const made = Array.from({ length: PICTURES }, async (_, i) => {
    const bytes = await sharp(photo)
      .modulate({ brightness: 0.6 + i / 50 })
      .jpeg()
      .toBuffer();
    return [`person ${i}.jpg`, bytes] as const;
  });
  pictures = new Map(await Promise.all(made));
}, 60_000);
afterAll(async () => {
  await worker?.stop();
  mourner.close();
  await rm(persist, { recursive: true, force: true });
});

/** Stops the Worker as it stands and starts another over what it kept: messages on their way are lost. */
async function restart(): Promise<void> {
  await worker.stop();
  worker = await startBatches({ persist, others });
  client.url = worker.url;
}

describe('a batch', () => {
  it('gives each picture one result or a reason, though the Worker is stopped in the middle', {
    timeout: 180_000,
  }, async () => {
    const { id } = await client.create(OPTIONS);
    for (const [name, bytes] of pictures) expect((await client.send(id, name, bytes)).status).toBe(201);
    const [first] = pictures.values();
    for (let i = 0; i < POISON; i++) {
      expect((await client.send(id, `poison ${i}.jpg`, first.subarray(0, 200 + i))).status).toBe(201);
    }
    expect(await client.status(id)).toMatchObject({
      state: 'open',
      pictures: { all: PICTURES + POISON, waiting: PICTURES + POISON },
    });
    await client.start(id);
    for (const share of [0.2, 0.6]) {
      await expect
        .poll(async () => (await client.status(id)).pictures, { timeout: 60_000, interval: 20 })
        .toSatisfy(({ done }: { done: number }) => done >= share * PICTURES);
      await restart();
    }
    await expect.poll(async () => (await client.status(id)).state, { timeout: 60_000 }).toBe('ended');
    const ended = await client.status(id);
    expect(ended.pictures).toEqual({ all: PICTURES + POISON, waiting: 0, done: PICTURES, failed: POISON });
    const { all, isLast } = await client.results(id);
    expect(isLast).toBe(true);
    expect(all.map(({ name }) => name).sort()).toEqual(
      [...pictures.keys(), ...Array.from({ length: POISON }, (_, i) => `poison ${i}.jpg`)].sort(),
    );
    const hashes = new Set<string>();
    for (const result of all) {
      if (result.state === 'failed') {
        expect(result.name).toMatch(/^poison/);
        expect(['unprocessable', 'unsupported-media-type']).toContain(result.reason);
        continue;
      }
      const response = await client.ask(result.href);
      expect(response.headers.get('Content-Type')).toBe('image/png');
      const image = Buffer.from(await response.arrayBuffer());
      expect(image.length).toBe(result.bytes);
      expect((await sharp(image).metadata()).format).toBe('png');
      hashes.add(image.toString('base64'));
    }
    expect(hashes.size).toBeGreaterThan(PICTURES / 2);
    const letters = () => dead.filter(({ batch }) => batch === id);
    await expect.poll(() => new Set(letters().map(({ picture }) => picture)).size, { timeout: 60_000 }).toBe(POISON);
    for (const letter of letters()) {
      expect(letter).toEqual({
        batch: id,
        picture: expect.any(Number),
        reason: expect.stringMatching(/^un/),
        detail: expect.stringMatching(/\.$/),
      });
    }
  });
});
