import { isAbort } from '../../shared/errors.ts';
import { createOutgoing, type Outgoing } from '../http/outgoing.ts';

/** An answer that is being made. */
export interface Streaming extends Pick<Outgoing, 'body' | 'sent'> {
  /** Ends when it is made, or cannot be. */
  readonly made: Promise<void>;
}

/** Begins to send an encoded answer while it is made. */
export function streamAnswer(parts: AsyncIterable<Uint8Array<ArrayBuffer>>): Streaming {
  const { body, sent, write, close, fail } = createOutgoing();
  const make = async () => {
    try {
      for await (const part of parts) await write(part);
      close();
    } catch (thrown) {
      // The response's status is sent: the log alone can tell of a fault. A client that left is none.
      if (fail(thrown) && !isAbort(thrown)) console.error(JSON.stringify({ stream: 'broken', error: String(thrown) }));
    }
  };
  return { body, sent, made: make() };
}
