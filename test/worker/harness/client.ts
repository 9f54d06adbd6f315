import { once } from 'node:events';
import { connect } from 'node:net';

/** A client that has a connection of its own and may leave it at any moment. */
export interface Client {
  /** What it was answered so far. */
  answer(): string;
  /** Resolves when the answer so far is like this. @throws Error when the connection ends before. */
  until(is: (answer: string) => boolean): Promise<void>;
  leave(): void;
}

/** Connects and sends the beginning of a request for a matte; resolves when all of it is on its way. */
export async function beginRequest(url: string, body: Uint8Array, length = body.length): Promise<Client> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  let answer = '';
  let isOver = false;
  let tell = () => {};
  socket.setEncoding('latin1');
  socket.on('error', () => {});
  socket.on('data', (data) => {
    answer += data;
    tell();
  });
  socket.on('close', () => {
    isOver = true;
    tell();
  });
  await once(socket, 'connect');
  const head = `POST /v1/mattes?model=lite HTTP/1.1\r\nHost: ${hostname}:${port}\r\nContent-Length: ${length}\r\n\r\n`;
  socket.write(head);
  await new Promise((sent) => socket.write(body, sent));
  return {
    answer: () => answer,
    async until(is) {
      while (!is(answer)) {
        if (isOver) throw new Error(`The connection ended after “${answer.slice(0, 100)}”.`);
        await new Promise<void>((more) => {
          tell = more;
        });
      }
    },
    leave: () => void socket.destroy(),
  };
}
