import { createHmac, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { BatchClient, startBatches } from '../../worker/harness/batches.ts';
import { OPTIONS, sendAll, untilEnded } from './make.ts';

/** For how long the receiver fails, how many batches end meanwhile, and how long it is waited for in all. */
const FAILS_MS = 60_000;
const BATCHES = 3;
const PATIENCE_MS = 300_000;

/**
 * A receiver that takes each event and answers 500 for a minute: it is called again with the same id until it answers 204.
 *
 * @throws Error where an event is missing or was signed by somebody else.
 */
export async function benchReceiver(): Promise<void> {
  const key = randomBytes(32);
  const calls: { id: string; batch: string; at: number; isVerified: boolean; isAnswered: boolean }[] = [];
  let since: number | undefined;
  const receiver = createServer(async (request, response) => {
    const body = String(await buffer(request));
    const { 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': signature } = request.headers;
    const signed = createHmac('sha256', key).update(`${id}.${time}.${body}`).digest('base64');
    since ??= Date.now();
    const isAnswered = Date.now() - since > FAILS_MS;
    const { data } = JSON.parse(body) as { data: { id: string } };
    calls.push({
      id: String(id),
      batch: data.id,
      at: Math.round((Date.now() - since) / 1000),
      isVerified: signature === `v1,${signed}`,
      isAnswered,
    });
    response.writeHead(isAnswered ? 204 : 500).end();
  });
  await once(receiver.listen(0, '127.0.0.1'), 'listening');
  const origin = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  const worker = await startBatches({ bindings: { BATCH_CALLBACK_ORIGINS: origin, BATCH_BACK_OFF_SECONDS: '5' } });
  try {
    const client = new BatchClient(worker.url);
    const callback = { url: `${origin}/hook`, secret: `whsec_${key.toString('base64')}` };
    const ids: string[] = [];
    for (let i = 0; i < BATCHES; i++) {
      const body = JSON.stringify({ options: OPTIONS, callback });
      const { id } = (await (await client.ask('/v1/batches', { method: 'POST', body })).json()) as { id: string };
      await sendAll(client, id, 2);
      await client.start(id);
      await untilEnded(client, id);
      ids.push(id);
    }
    const until = Date.now() + PATIENCE_MS;
    for (const id of ids) {
      while ((await client.status(id)).callback === 'waiting' && Date.now() < until) {
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
      const mine = calls.filter(({ batch }) => batch === id);
      if (mine.filter(({ isAnswered }) => isAnswered).length !== 1)
        throw new Error(`The event of ${id} was not taken once.`);
      if (!mine.every(({ isVerified }) => isVerified)) throw new Error(`A call of ${id} is not signed by its secret.`);
      if (id === ids[0] && mine.length < 2) throw new Error(`The event of ${id} was taken at its first call.`);
      if (new Set(mine.map((call) => call.id)).size !== 1) throw new Error(`The event of ${id} has several ids.`);
      console.log(
        `  an event of ${mine.length} calls with one id, at ${mine.map(({ at }) => at).join(', ')} s; verified, taken once`,
      );
    }
    console.log(
      `a receiver that fails for ${FAILS_MS / 1000} s: ${ids.length} of ${BATCHES} events delivered in ${calls.length} calls`,
    );
  } finally {
    await worker.stop();
    receiver.close();
  }
}
