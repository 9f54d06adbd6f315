import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { MAX_BODY_BYTES } from '../../../worker/limits.ts';
import { useWorker } from '../harness/use-worker.ts';

const CONNECTIONS = 60;
const ALMOST = Buffer.alloc(MAX_BODY_BYTES - 1);

const given = useWorker(256);

/** A connection that promises a whole body and sends all of it but the last byte. */
async function stall(address: string): Promise<Socket> {
  const { hostname, port } = new URL(given.worker.url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => {});
  await once(socket, 'connect');
  socket.write(
    `POST /v1/mattes HTTP/1.1\r\nHost: ${hostname}\r\nCF-Connecting-IP: ${address}\r\nContent-Length: ${MAX_BODY_BYTES}\r\n\r\n`,
  );
  socket.write(ALMOST);
  return socket;
}

/** The status that a good picture is answered on a connection of its own. */
async function askAlone(headers: Record<string, string>): Promise<number | undefined> {
  const url = `${given.worker.url}/v1/mattes?model=lite&output=coarse`;
  const asking = request(url, { method: 'POST', agent: false, headers }).end(given.good);
  const [response] = (await once(asking, 'response')) as [IncomingMessage];
  await once(response.resume(), 'end');
  return response.statusCode;
}

/** How a connection ends: the status it is answered, or nothing where it was closed on what it had still to send. */
async function endOf(socket: Socket): Promise<string> {
  let said = '';
  socket.on('data', (data) => {
    said += data;
  });
  await new Promise<void>((resolve) => socket.once('data', () => resolve()).once('close', () => resolve()));
  return said.split(' ', 2)[1] ?? 'closed';
}

describe(`${CONNECTIONS} connections that send almost a whole body and stop`, { timeout: 120_000 }, () => {
  const addresses = {
    'of as many addresses': (i: number) => `192.0.2.${i}`,
    'of the address that good clients have': () => '198.51.100.7',
  };
  for (const [whose, addressOf] of Object.entries(addresses)) {
    it(`${whose} keep no good request from its answer, and are given up on`, async () => {
      const sockets = await Promise.all(Array.from({ length: CONNECTIONS }, (_, i) => stall(addressOf(i))));
      const told = Promise.all(sockets.map(endOf));
      try {
        for (let i = 0; i < 20; i++) {
          const headers = { 'CF-Connecting-IP': '198.51.100.7' };
          expect(await askAlone(headers)).toBe(200);
        }
        for (const end of await told) expect(['408', '503', 'closed']).toContain(end);
      } finally {
        for (const socket of sockets) socket.destroy();
      }
    });
  }
});
