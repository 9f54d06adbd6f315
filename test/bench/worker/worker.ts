import sharp from 'sharp';
import { type HostileBody, hostileBodies } from '../../fixtures/files/bodies.ts';
import { pngBombs } from '../../fixtures/files/bombs.ts';
import { hostileRoutes } from '../../fixtures/files/hostile-routes.ts';
import { personPhoto } from '../../fixtures/files/photo.ts';
import { post } from '../../worker/harness/post.ts';
import { startWorker } from '../../worker/harness/start.ts';
import { expectGood, sendAll } from '../../worker/harness/survives.ts';
import { benchHeld } from './held.ts';
import { inLanes } from './lanes.ts';
import { benchLarge } from './large.ts';
import { cpuMs, descendants, growth, memory } from './process.ts';
import { benchSteady } from './steady.ts';

const SAMPLES = 15;
const BATCH = 10;
const LANES = 8;
/** What a bomb may add to the process. */
const MOST_GROWN_MIB = 64;

const round = (value: number) => value.toFixed(0);
const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1];

/**
 * The Worker in workerd on loopback: CPU and time per request, memory, many requests at once, hostile bodies, bombs.
 * `MATTEO_REQUESTS`, `MATTEO_HOSTILE` and `MATTEO_LARGE` set how many requests, hostile bodies and large pictures
 * (default: 2,000, 5,000 and 100), and a tenth as many hostile parameters as bodies are sent over all routes.
 */
export async function benchWorker(): Promise<void> {
  await benchHeld();
  const requests = Number(process.env.MATTEO_REQUESTS ?? 2000);
  const hostile = Number(process.env.MATTEO_HOSTILE ?? 5000);
  const photo = await personPhoto();
  const small = await sharp(photo).resize(384, 512).jpeg({ quality: 92 }).toBuffer();
  const worker = await startWorker();
  try {
    await (await fetch(`${worker.url}/healthz`)).text();
    const lossless = await sharp(photo).resize(384, 512).png().toBuffer();
    const before = cpuOfAll();
    const coldMs = await timed(() => ask('model=lite&output=coarse', small));
    const coldCpu = workedSince(before)[0].ms;
    const warm = cpuOfAll();
    for (let i = 0; i < BATCH; i++) await ask('model=lite&output=coarse', small);
    const [{ pid }] = workedSince(warm);
    console.log(`cold first answer, lite/coarse: ${round(coldMs)} ms, ${round(coldCpu)} ms of CPU`);

    await perRequest(pid, 'lite/coarse, 512 px JPEG', 'model=lite&output=coarse', small);
    await perRequest(pid, 'lite/coarse, 512 px PNG', 'model=lite&output=coarse', lossless);
    await perRequest(pid, 'lite/cutout, 512 px JPEG', 'model=lite', small);
    await load(pid, requests, small);
    await perRequest(pid, 'portrait/coarse, 512 px JPEG', 'model=portrait&output=coarse', small, 1);
    await perRequest(pid, 'portrait/cutout, 512 px JPEG', 'model=portrait', small, 1);
    await attack(`${hostile} hostile bodies`, hostileBodies(hostile, 1), small);
    const parameters = Math.ceil(hostile / 10);
    await attack(`${parameters} hostile parameters, over all routes`, hostileRoutes(parameters, 1), small);
    await bombs(pid);
  } finally {
    await worker.stop();
  }
  await benchSteady(requests, LANES, (url) => ask('model=lite&output=coarse', small, url));
  await benchLarge(Number(process.env.MATTEO_LARGE ?? 100));
  async function ask(query: string, body: Uint8Array, url = worker.url): Promise<number> {
    const response = await post(url, query, body);
    await response.arrayBuffer();
    return response.status;
  }

  /** Median CPU of one request, warm: the clock counts in 10 ms, so batches are measured. */
  async function perRequest(pid: number, what: string, query: string, body: Uint8Array, batch = BATCH): Promise<void> {
    for (let i = 0; i < 3; i++) await ask(query, body);
    const costs: number[] = [];
    for (let sample = 0; sample < SAMPLES; sample++) {
      const start = cpuMs(pid);
      for (let i = 0; i < batch; i++) if ((await ask(query, body)) !== 200) throw new Error(`${what} failed.`);
      costs.push((cpuMs(pid) - start) / batch);
    }
    console.log(`${what}: median ${round(median(costs))} ms of CPU a request`);
  }

  /** Requests from several lanes at once; one that is told to come back does. */
  async function load(pid: number, count: number, body: Uint8Array): Promise<void> {
    const start = memory(pid);
    const unexpected: number[] = [];
    let retried = 0;
    const request = async () => {
      let status = await ask('model=lite&output=coarse', body);
      for (let tries = 0; status === 503 && tries < 20; tries++, retried++) {
        await new Promise((resolve) => setTimeout(resolve, 2000));
        status = await ask('model=lite&output=coarse', body);
      }
      if (status !== 200) unexpected.push(status);
    };
    const ms = await timed(() => inLanes(count, LANES, request));
    const rate = ((count * 1000) / ms).toFixed(1);
    console.log(
      `${count} requests, ${LANES} at a time: ${rate} a second, ${retried} retried, ${unexpected.length} unexpected statuses`,
    );
    console.log(`memory of workerd: ${round(start)} MiB before, ${round(memory(pid))} MiB after`);
  }

  async function attack(what: string, bodies: AsyncIterable<HostileBody>, good: Uint8Array): Promise<void> {
    const { statuses, faults } = await sendAll(worker.url, bodies, LANES);
    console.log(`${what}: ${JSON.stringify(statuses)}, ${faults.length} faults`);
    for (const fault of faults.slice(0, 10)) console.log(`  ${fault}`);
    await expectGood(worker.url, good);
    console.log('the next good request: answered');
  }

  /** What PNGs of 4 MB that inflate to 4,000 MiB make of the process. */
  async function bombs(pid: number): Promise<void> {
    for (const { name, bytes } of pngBombs(4)) {
      const { grown, peak, result } = await growth([pid], () => ask('model=lite&output=coarse', bytes));
      console.log(
        `bomb, ${name}: ${result}; the process of workerd holds ${round(peak)} MiB at most, ${round(grown)} more than before`,
      );
      if (grown > MOST_GROWN_MIB) throw new Error(`A bomb made workerd grow by ${round(grown)} MiB.`);
    }
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** CPU time of every workerd that this process started. */
const cpuOfAll = () => new Map(descendants('workerd').map((pid) => [pid, cpuMs(pid)]));

/** How long each of them has worked since then, the busiest first. */
const workedSince = (before: ReadonlyMap<number, number>) =>
  [...cpuOfAll()].map(([pid, ms]) => ({ pid, ms: ms - (before.get(pid) ?? 0) })).sort((a, b) => b.ms - a.ms);
