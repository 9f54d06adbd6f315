import { BLOCK } from '../../../shared/image/png/blocks.ts';

/** Most that the inflater holds: deflate makes at most 1,032 bytes of one. */
export const MOST_INFLATED_BYTES = BLOCK * 1032;

/** Inflated bytes that are read at a time. */
const PIECE = 32_768;

/**
 * Inflates one zlib stream, and stops after `most` bytes, whatever was sent.
 *
 * The isolate's stream takes all it is given and inflates it at once. So it is given the next block only when it has
 * nothing left to read: it holds at most `MOST_INFLATED_BYTES`.
 *
 * @param blocks the stream, from `blocksOf`; what is not needed is left in it.
 * @param most bytes that the caller has a use for.
 * @returns pieces of at most `PIECE` bytes in the isolate; each is overwritten by the next.
 * @throws Error for a stream that is damaged.
 */
export async function* inflate(blocks: Iterator<Uint8Array<ArrayBuffer>>, most: number): AsyncGenerator<Uint8Array> {
  const { readable, writable } = new DecompressionStream('deflate');
  const writer = writable.getWriter();
  const reader = readerOf(readable);
  try {
    for (let left = most; left > 0; ) {
      const { done, value } = await readOnceFed(reader, writer, blocks);
      if (done) return;
      yield value.length > left ? value.subarray(0, left) : value;
      left -= value.length;
    }
  } finally {
    await Promise.allSettled([reader.cancel(), writer.abort()]);
  }
}

type Reader = Pick<ReadableStreamDefaultReader<Uint8Array>, 'read' | 'cancel'>;

/** One read; the inflater is fed for it block by block, and no further than until it answers. */
async function readOnceFed(
  reader: Reader,
  writer: WritableStreamDefaultWriter<BufferSource>,
  blocks: Iterator<Uint8Array<ArrayBuffer>>,
): Promise<ReadableStreamReadResult<Uint8Array>> {
  let isAnswered = false;
  const answer = reader.read().finally(() => {
    isAnswered = true;
  });
  // A failure of either end is thrown by the read.
  const settled = answer.then(
    () => {},
    () => {},
  );
  for (await turn(); !isAnswered; await turn()) {
    const { done, value } = blocks.next();
    const taken = (done ? writer.close() : writer.write(value)).catch(() => {});
    if (done) break;
    // Other hosts than workerd take a block only as what it makes is read.
    await Promise.race([taken, settled]);
  }
  return answer;
}

/** Lets everything that is ready run: what the stream has to give is there afterwards. */
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** Reads in large pieces where the stream allows it, as workerd's do; each piece is gone with the next. */
function readerOf(stream: ReadableStream): Reader {
  let reader: ReadableStreamBYOBReader;
  try {
    reader = stream.getReader({ mode: 'byob' });
  } catch {
    return stream.getReader();
  }
  let piece = new Uint8Array(PIECE);
  return {
    async read() {
      const result = await reader.read(piece);
      if (result.value) piece = new Uint8Array(result.value.buffer);
      return result as ReadableStreamReadResult<Uint8Array>;
    },
    cancel: (reason) => reader.cancel(reason),
  };
}
