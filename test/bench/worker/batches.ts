import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import sharp from 'sharp';
import type { BatchStatus, Result } from '../../../shared/contracts/batches.ts';
import type { Served } from '../../../worker/serve.ts';
import { drawnPhoto } from '../../fixtures/drawn.ts';
import { BatchClient, startBatches } from '../../worker/harness/batches.ts';

const OPTIONS = { model: 'lite', output: 'coarse' };
const LANES = 8;

/** Every so many pictures there is one that can't be decoded. */
const POISON_EVERY = 10;

/** How many pictures end before the Worker is stopped: anything between. On a busy machine one that is stopped by the clock may get nowhere. */
const [FEWEST, MOST] = [5, 60];

/** Makes a batch of pictures that differ. */
async function batchOf(client: BatchClient, count: number, poisonEvery = Number.POSITIVE_INFINITY): Promise<string> {
  const { id } = await client.create(OPTIONS);
  const photo = await drawnPhoto(64);
  let next = 0;
  const lane = async () => {
    for (let at = next++; at < count; at = next++) {
      const exif = { IFD0: { ImageDescription: `${id} ${at}` } };
      const whole = await sharp(photo).withExifMerge(exif).jpeg().toBuffer();
      const isPoison = at % poisonEvery === poisonEvery - 1;
      const name = `${isPoison ? 'poison' : 'person'} ${at}.jpg`;
      const response = await client.send(id, name, isPoison ? whole.subarray(0, whole.length >> 1) : whole);
      if (response.status !== 201) throw new Error(`${name} was answered ${response.status}.`);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return id;
}

async function untilEnded(
  client: BatchClient,
  id: string,
  isEnough: (now: BatchStatus['pictures']) => boolean = () => false,
): Promise<void> {
  for (;;) {
    const { state, pictures } = await client.status(id);
    if (state === 'ended' || isEnough(pictures)) return;
    await after(50);
  }
}

/** @throws Error where a picture has not one result, or a poison one has. */
function check(results: readonly Result[], count: number): void {
  const names = new Set(results.map(({ name }) => name));
  if (results.length !== count || names.size !== count) {
    throw new Error(`${count} pictures have ${results.length} results of ${names.size} names.`);
  }
  const wrong = results.find(({ name, state }) => name.startsWith('poison') !== (state === 'failed'));
  if (wrong) throw new Error(`${wrong.name} is ${JSON.stringify(wrong)}.`);
}

/** A batch whose Worker is stopped at random until it has ended. */
async function benchLosses(count: number): Promise<void> {
  const persist = await mkdtemp(join(tmpdir(), 'matteo-bench-'));
  let worker: Served | undefined = await startBatches({ persist });
  try {
    const client = new BatchClient(worker.url);
    const id = await batchOf(client, count, POISON_EVERY);
    const started = Date.now();
    await client.start(id);
    let stops = 0;
    for (let isEnded = false; !isEnded; ) {
      const { done, failed } = (await client.status(id)).pictures;
      const enough = done + failed + FEWEST + Math.floor(Math.random() * (MOST - FEWEST));
      await untilEnded(client, id, (now) => now.done + now.failed >= enough);
      isEnded = (await client.status(id)).state === 'ended';
      if (isEnded) break;
      await worker?.stop();
      worker = undefined;
      worker = await startBatches({ persist });
      client.url = worker.url;
      stops++;
    }
    const { all } = await client.results(id);
    check(all, count);
    const { pictures, failures } = await client.status(id);
    const seconds = Math.round((Date.now() - started) / 1000);
    console.log(
      `${count} pictures, stopped ${stops} times: ${pictures.done} done, ${pictures.failed} failed in ${seconds} s`,
    );
    console.log(`  failures ${JSON.stringify(failures)}; each has one result, none is lost`);
  } finally {
    await worker?.stop();
    await rm(persist, { recursive: true, force: true });
  }
}

/** How much longer a small batch takes beside a large one. */
async function benchFairness(large: number, small: number): Promise<void> {
  const worker = await startBatches({ bindings: { BATCH_PATIENCE_SECONDS: '300', BATCH_WINDOW: '32' } });
  try {
    const client = new BatchClient(worker.url);
    const time = async (id: string) => {
      const started = performance.now();
      await client.start(id);
      await untilEnded(client, id);
      return performance.now() - started;
    };
    // The first opens the network.
    await time(await batchOf(client, small));
    const alone = await time(await batchOf(client, small));
    const [big, little] = [await batchOf(client, large), await batchOf(client, small)];
    await client.start(big);
    const beside = await time(little);
    const ratio = (beside / alone).toFixed(1);
    console.log(
      `a batch of ${small}: ${Math.round(alone)} ms alone, ${Math.round(beside)} ms beside one of ${large}: ${ratio} times`,
    );
  } finally {
    await worker.stop();
  }
}

/** Batches in workerd: what is lost when it is stopped, and who waits for whom. `MATTEO_PICTURES` pictures, 500 by default. */
export async function benchBatches(): Promise<void> {
  const count = Number(process.env.MATTEO_PICTURES ?? 500);
  await benchLosses(count);
  await benchFairness(400, 10);
}
