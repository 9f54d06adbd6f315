import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { setTimeout as after } from 'node:timers/promises';
import type { Result } from '../../../shared/contracts/batches.ts';
import type { Served } from '../../../worker/serve.ts';
import { BatchClient, readsDeadLetters, startBatches } from '../../worker/harness/batches.ts';
import { batchOf, untilEnded } from './make.ts';

/** How many pictures end before the Worker is stopped: anything between. On a busy machine one that is stopped by the clock may get nowhere. */
const [FEWEST, MOST] = [5, 60];

/** How long dead letters are waited for after the end, in milliseconds. */
const LAST_LETTER_MS = 30_000;

/** One that hears of whatever is given up. */
async function openReader() {
  const letters: { batch: string; picture: number; reason: string; detail: string }[] = [];
  const server = createServer(async (request, response) => {
    letters.push((await json(request)) as (typeof letters)[number]);
    response.end();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return { letters, server, others: [readsDeadLetters(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)] };
}

/** Kills workerd as it stands, with the consumer that works in it. */
function killConsumers(): void {
  const children = execFileSync('ps', ['-o', 'pid=,comm=', '--ppid', String(process.pid)], { encoding: 'utf8' });
  for (const [, pid] of children.matchAll(/^\s*(\d+) workerd/gm)) process.kill(Number(pid), 'SIGKILL');
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

/**
 * A batch whose Worker is stopped at random until it has ended, every other time by a kill. Each picture has one result; each poison one a reason
 * and a dead letter.
 *
 * @param poisonEvery every so many pictures one can't be decoded.
 */
export async function benchLosses(count: number, poisonEvery = 10): Promise<void> {
  const persist = await mkdtemp(join(tmpdir(), 'matteo-bench-'));
  const { letters, server, others } = await openReader();
  let worker: Served | undefined = await startBatches({ persist, others });
  try {
    const client = new BatchClient(worker.url);
    const id = await batchOf(client, count, poisonEvery);
    const started = Date.now();
    await client.start(id);
    const stops = { stopped: 0, killed: 0 };
    for (;;) {
      const { done, failed } = (await client.status(id)).pictures;
      const enough = done + failed + FEWEST + Math.floor(Math.random() * (MOST - FEWEST));
      await untilEnded(client, id, (now) => now.done + now.failed >= enough);
      const { state, pictures } = await client.status(id);
      if (state === 'ended') break;
      const way = (stops.stopped + stops.killed) % 2 === 0 ? 'killed' : 'stopped';
      if (way === 'killed') killConsumers();
      await worker?.stop();
      stops[way]++;
      worker = undefined;
      worker = await startBatches({ persist, others });
      client.url = worker.url;
      console.log(
        `  ${way} after ${pictures.done + pictures.failed}, at ${Math.round((Date.now() - started) / 1000)} s`,
      );
    }
    const seconds = Math.round((Date.now() - started) / 1000);
    const { all } = await client.results(id);
    check(all, count);
    const { pictures, failures } = await client.status(id);
    const dead = () => new Set(letters.map(({ picture }) => picture));
    for (const until = Date.now() + LAST_LETTER_MS; dead().size < pictures.failed && Date.now() < until; )
      await after(100);
    console.log(
      `${count} pictures, stopped ${stops.stopped} and killed ${stops.killed} times: ${pictures.done} done, ${pictures.failed} failed in ${seconds} s`,
    );
    console.log(`  failures ${JSON.stringify(failures)}; each has one result, none is lost`);
    console.log(`  dead letters: ${letters.length}, of ${dead().size} pictures`);
  } finally {
    await worker?.stop();
    server.close();
    await rm(persist, { recursive: true, force: true });
  }
}
