import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** One connection to a Firefox that was started with `--marionette`: numbered commands, each answered once. */
export interface Marionette {
  /** @throws Error with the browser's word for what is wrong. */
  send(command: string, parameters?: object): Promise<unknown>;
  close(): void;
}

type Waiting = { resolve(value: unknown): void; reject(reason: Error): void };
type Answer = [type: 1, id: number, error: { error: string; message: string } | null, result: unknown];

/** Connects to Marionette (protocol 3: `length:json`) on this machine. */
export async function connectMarionette(port: number): Promise<Marionette> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  const waiting = new Map<number, Waiting>();
  let commands = 0;
  const greeted = new Promise<void>((resolve) => {
    readMessages(socket, (message) => {
      if (!Array.isArray(message)) return resolve();
      const [, id, error, result] = message as Answer;
      const asked = waiting.get(id);
      waiting.delete(id);
      if (error) asked?.reject(new Error(`${error.error}: ${error.message}`));
      else asked?.resolve(result);
    });
  });
  socket.on('error', () => {});
  socket.on('close', () => {
    for (const { reject } of waiting.values()) reject(new Error('Firefox went away.'));
    waiting.clear();
  });
  await greeted;
  return {
    send: (command, parameters = {}) =>
      new Promise((resolve, reject) => {
        if (socket.destroyed) return reject(new Error('Firefox went away.'));
        waiting.set(++commands, { resolve, reject });
        const json = JSON.stringify([0, commands, command, parameters]);
        socket.write(`${Buffer.byteLength(json)}:${json}`);
      }),
    close: () => socket.destroy(),
  };
}

function readMessages(socket: Socket, take: (message: unknown) => void): void {
  let arrived: Buffer = Buffer.alloc(0);
  socket.on('data', (data: Buffer) => {
    arrived = Buffer.concat([arrived, data]);
    for (;;) {
      const colon = arrived.indexOf(':');
      const end = colon + 1 + Number(arrived.toString('latin1', 0, colon));
      if (colon < 0 || arrived.length < end) return;
      const json = arrived.toString('utf8', colon + 1, end);
      arrived = arrived.subarray(end);
      take(JSON.parse(json));
    }
  });
}
