import type { Sent } from '../../../shared/contracts/batches.ts';
import { drawnPhoto } from '../../fixtures/drawn.ts';
import { BatchClient, startBatches } from '../../worker/harness/batches.ts';
import { OPTIONS } from './make.ts';

const LANES = 16;

/** Batches of very many names: every one is taken and told, page by page. @throws Error where one is missing or twice. */
export async function benchNames(count: number): Promise<void> {
  const worker = await startBatches();
  try {
    const client = new BatchClient(worker.url);
    const { id } = await client.create(OPTIONS);
    const photo = await drawnPhoto(16);
    const statuses = new Map<number, number>();
    const started = performance.now();
    let next = 0;
    const lane = async () => {
      for (let at = next++; at < count; at = next++) {
        const { status } = await client.send(id, `${at} ${'ä'.repeat(100)}.png`, photo);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    const ms = (performance.now() - started) / count;
    const names = new Set<string>();
    let [pages, rows] = [0, 0];
    for (let cursor = '', isLast = false; !isLast; pages++) {
      const page = (await (
        await client.ask(`/v1/batches/${id}/pictures${cursor && `?cursor=${cursor}`}`)
      ).json()) as Sent;
      for (const { name } of page.pictures) names.add(name);
      rows += page.pictures.length;
      ({ cursor, isLast } = page);
    }
    if (names.size !== count || rows !== count)
      throw new Error(`${count} names became ${rows}, of which ${names.size} differ.`);
    console.log(
      `${count} names in one batch: ${ms.toFixed(1)} ms each; answers ${JSON.stringify([...statuses])}; told on ${pages} pages`,
    );
  } finally {
    await worker.stop();
  }
}
