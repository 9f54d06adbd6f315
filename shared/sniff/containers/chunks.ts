import { fourCC } from '../reader.ts';

const SIGNATURE_BYTES = 8;
const IEND = fourCC('IEND');

/** A chunk of a PNG. */
export interface Chunk {
  /** Its four letters as `fourCC` gives them. */
  readonly type: number;
  readonly data: Uint8Array;
  /** False where the file stops within the chunk: `data` is what there is. */
  readonly whole: boolean;
}

/**
 * The chunks of a PNG (third edition, 5.3) before its end chunk, whatever their CRC.
 *
 * @returns whether the end chunk is there.
 */
export function* chunksOf(bytes: Uint8Array): Generator<Chunk, boolean> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = SIGNATURE_BYTES; at + 8 <= bytes.length; ) {
    const length = view.getUint32(at);
    const type = view.getUint32(at + 4);
    if (type === IEND) return true;
    const from = at + 8;
    at = from + length + 4;
    yield { type, data: bytes.subarray(from, from + length), whole: at <= bytes.length };
  }
  return false;
}
