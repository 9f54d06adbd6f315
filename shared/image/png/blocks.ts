/** Compressed bytes that are inflated at a time: deflate makes at most 1,032 bytes of one. */
export const BLOCK = 4096;

/** The bytes of consecutive parts in blocks of one size, each in memory of its own: many tiny parts make no more work than one. */
export function* blocksOf(parts: Iterable<Uint8Array>): Generator<Uint8Array<ArrayBuffer>> {
  let block = new Uint8Array(BLOCK);
  let filled = 0;
  for (const part of parts) {
    for (let at = 0; at < part.length; ) {
      const piece = part.subarray(at, at + BLOCK - filled);
      block.set(piece, filled);
      filled += piece.length;
      at += piece.length;
      if (filled < BLOCK) continue;
      yield block;
      block = new Uint8Array(BLOCK);
      filled = 0;
    }
  }
  if (filled > 0) yield block.subarray(0, filled);
}
