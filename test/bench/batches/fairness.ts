import { BatchClient, startBatches } from '../../worker/harness/batches.ts';
import { batchOf, untilEnded } from './make.ts';

/** How often it is measured; the middle one counts. */
const ROUNDS = 3;

const middle = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[times.length >> 1];

/** How much longer a small batch takes beside a large one, in one isolate. */
export async function benchFairness(large: number, small: number): Promise<void> {
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
    const alone: number[] = [];
    for (let round = 0; round < ROUNDS; round++) alone.push(await time(await batchOf(client, small)));
    const little: string[] = [];
    for (let round = 0; round < ROUNDS; round++) little.push(await batchOf(client, small));
    const big = await batchOf(client, large);
    await client.start(big);
    const beside: number[] = [];
    for (const id of little) beside.push(await time(id));
    if ((await client.status(big)).state !== 'running') throw new Error('The large batch ended before the small ones.');
    const [one, other] = [middle(alone), middle(beside)].map(Math.round);
    console.log(
      `a batch of ${small}: ${one} ms alone, ${other} ms beside one of ${large}: ${(other / one).toFixed(1)} times`,
    );
  } finally {
    await worker.stop();
  }
}
