import { once } from 'node:events';
import { WebSocket } from 'ws';

/** An isolate's JavaScript heap and its buffers, watched through its debugger. */
export interface HeapWatch {
  /** Bytes held now, garbage included. */
  held(): Promise<number>;
  close(): void;
}

/** Connects to the debugger of a Worker that was served with `inspect`. */
export async function watchHeap(inspectorUrl: string): Promise<HeapWatch> {
  const targets = new URL('/json', inspectorUrl);
  targets.protocol = 'http:';
  const [{ webSocketDebuggerUrl }] = await (await fetch(targets)).json();
  const socket = new WebSocket(webSocketDebuggerUrl);
  await once(socket, 'open');
  const waiting = new Map<number, (result: Record<string, number>) => void>();
  let asked = 0;
  socket.on('message', (data) => {
    const { id, result } = JSON.parse(String(data));
    waiting.get(id)?.(result);
    waiting.delete(id);
  });
  return {
    async held() {
      const id = ++asked;
      const answer = new Promise<Record<string, number>>((resolve) => waiting.set(id, resolve));
      socket.send(JSON.stringify({ id, method: 'Runtime.getHeapUsage' }));
      const { usedSize, embedderHeapUsedSize, backingStorageSize } = await answer;
      return usedSize + embedderHeapUsedSize + backingStorageSize;
    },
    close: () => socket.close(),
  };
}
