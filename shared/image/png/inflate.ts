import { Unzlib } from 'fflate';

/**
 * Inflates one zlib stream on this thread, and stops after `most` bytes: what one block makes is all that is in memory.
 *
 * @param blocks the stream, from `blocksOf`; what is not needed is left in it.
 * @throws Error for a stream that is damaged.
 */
export function* inflate(blocks: Iterator<Uint8Array<ArrayBuffer>>, most: number): Generator<Uint8Array> {
  const pieces: Uint8Array[] = [];
  const inflater = new Unzlib((piece) => {
    if (piece.length > 0) pieces.push(piece);
  });
  for (let left = most; left > 0; ) {
    const { done, value } = blocks.next();
    if (done) return;
    inflater.push(value);
    for (const piece of pieces.splice(0)) {
      yield piece.length > left ? piece.subarray(0, left) : piece;
      left -= piece.length;
      if (left <= 0) return;
    }
  }
}
