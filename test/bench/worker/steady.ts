import { startWorker } from '../../worker/harness/start.ts';
import { watchHeap } from './heap.ts';
import { inLanes } from './lanes.ts';

const PARTS = 4;
const LOOK_MS = 50;
const MIB = 2 ** 20;
/** Over all parts but the first, in which code is still being compiled; collections come when they come. */
const MOST_GROWTH_MIB = 4;

/**
 * Whether an isolate's memory stays where it is over many requests: the least that its heap and buffers hold in each
 * quarter of them, which is what a collection leaves.
 *
 * @param ask sends one request to the Worker at `url`.
 * @throws Error when it grows.
 */
export async function benchSteady(count: number, lanes: number, ask: (url: string) => Promise<unknown>): Promise<void> {
  const worker = await startWorker({ inspect: true });
  try {
    for (let i = 0; i < 2 * lanes; i++) await ask(worker.url);
    const heap = await watchHeap(worker.inspectorUrl as string);
    const least: number[] = [];
    for (let part = 0; part < PARTS; part++) {
      least[part] = Number.POSITIVE_INFINITY;
      const look = setInterval(async () => {
        least[part] = Math.min(least[part], (await heap.held()) / MIB);
      }, LOOK_MS);
      await inLanes(count / PARTS, lanes, () => ask(worker.url));
      clearInterval(look);
    }
    heap.close();
    const said = least.map((mib) => mib.toFixed(1)).join(', ');
    console.log(`heap and buffers of the isolate, least in each quarter of ${count} requests: ${said} MiB`);
    if (least[PARTS - 1] - least[1] > MOST_GROWTH_MIB) throw new Error('The isolate’s memory grows with its requests.');
  } finally {
    await worker.stop();
  }
}
