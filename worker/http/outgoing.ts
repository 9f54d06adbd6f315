import { addWaiting, mayWait } from '../intake/held.ts';
import { IDLE_MS, MAX_WAIT_MS } from '../limits.ts';

/** Bytes that are given to a client at a time. */
const PIECE = 65_536;

/** An answer that is sent as it is made. */
export interface Outgoing {
  readonly body: ReadableStream<Uint8Array>;
  /** Ends when nothing of it waits any more: it was sent, or its client has left or stands still. */
  readonly sent: Promise<void>;
  /**
   * Adds a part, once there is room for it.
   *
   * @throws Error when the client has left or stands still.
   */
  write(part: Uint8Array): Promise<void>;
  close(): void;
  /** Ends it before its end: the client is told that it broke off. False where it had been ended like this already. */
  fail(reason: unknown): boolean;
}

/**
 * Lets a client take an answer at its own pace. What it has not taken waits here, as far as there is room (`mayWait`), and a part at
 * least. A client that takes nothing for `IDLE_MS`, or for which the parts wait longer than `MAX_WAIT_MS`, is given up.
 */
export function createOutgoing(): Outgoing {
  const parts: Uint8Array[] = [];
  let [held, taken] = [0, 0];
  let isClosed = false;
  /** How long the parts had to wait for room, in milliseconds. */
  let waited = 0;
  let broken: { readonly reason: unknown } | undefined;
  let wake = () => {};
  let end = () => {};
  const sent = new Promise<void>((resolve) => {
    end = resolve;
  });
  let to: ReadableStreamDefaultController<Uint8Array> | undefined;

  const fail = (reason: unknown) => {
    if (broken) return false;
    broken = { reason };
    addWaiting(-held);
    held = parts.length = 0;
    to?.error(reason);
    wake();
    end();
    return true;
  };
  /** Gives the client up where it takes nothing while something waits. */
  const watch = async () => {
    for (let before = taken; held > 0; before = taken) {
      await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
      if (held > 0 && taken === before) fail(new Error('The client takes nothing of its answer.'));
    }
    isWatching = false;
  };
  let isWatching = false;

  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        to = controller;
      },
      async pull(controller) {
        while (parts.length === 0 && !isClosed && !broken) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
        if (broken) return;
        if (parts.length > 0) {
          const piece = nextOf(parts);
          held -= piece.length;
          addWaiting(-piece.length);
          taken += piece.length;
          controller.enqueue(piece);
        }
        if (parts.length === 0 && isClosed) {
          controller.close();
          end();
        }
      },
      cancel(reason) {
        fail(reason);
      },
    },
    { highWaterMark: 0 },
  );

  return {
    body,
    sent,
    fail,
    async write(part) {
      while (!broken && held > 0 && !mayWait(part.length)) {
        const since = Date.now();
        await new Promise((resolve) => setTimeout(resolve, 5));
        waited += Date.now() - since;
        if (waited > MAX_WAIT_MS) fail(new Error('The client takes its answer too slowly.'));
      }
      if (broken) throw broken.reason;
      parts.push(part);
      held += part.length;
      addWaiting(part.length);
      wake();
      if (isWatching) return;
      isWatching = true;
      void watch();
    },
    close() {
      isClosed = true;
      wake();
    },
  };
}

/** Takes the first parts out, several small ones as one. */
function nextOf(parts: Uint8Array[]): Uint8Array {
  let [count, length] = [0, 0];
  while (count < parts.length && (count === 0 || length + parts[count].length <= PIECE))
    length += parts[count++].length;
  if (count === 1) return parts.shift() as Uint8Array;
  const piece = new Uint8Array(length);
  let at = 0;
  for (const part of parts.splice(0, count)) {
    piece.set(part, at);
    at += part.length;
  }
  return piece;
}
