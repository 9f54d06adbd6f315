import { type ByteReader, fourCC, hasMagic, latin1 } from '../reader.ts';

const MAX_BRANDS = 64;

/** A box of an ISO base media file (ISO/IEC 14496-12, 4.2): its type and its bytes after the header. */
export interface Box {
  readonly type: number;
  readonly body: ByteReader;
}

/**
 * The boxes side by side in `reader` from `start`.
 *
 * @throws CutoutError `truncated` when a box runs past the end of the file, `damaged` past its parent's.
 */
export function* boxes(reader: ByteReader, start = 0): Generator<Box> {
  for (let at = start; at < reader.length; ) {
    const type = reader.u32(at + 4);
    const { header, size } = extent(reader, at);
    if (size < header) throw reader.damaged('one of its boxes is smaller than its own header');
    yield { type, body: reader.slice(at + header, size - header, 'box') };
    at += size;
  }
}

function extent(reader: ByteReader, at: number): { header: number; size: number } {
  const size = reader.u32(at);
  if (size === 0) return { header: 8, size: reader.length - at };
  if (size === 1) return { header: 16, size: reader.u32(at + 8) * 2 ** 32 + reader.u32(at + 12) };
  return { header: 8, size };
}

/** The first box of a type, or undefined. */
export function findBox(reader: ByteReader, type: string, start = 0): ByteReader | undefined {
  const wanted = fourCC(type);
  for (const box of boxes(reader, start)) if (box.type === wanted) return box.body;
  return undefined;
}

/** The brands in a file's `ftyp` box, the major one first; none for other files. */
export function brandsOf(bytes: Uint8Array): string[] {
  if (!hasMagic(bytes, 4, 'ftyp')) return [];
  const size = bytes[1] * 65536 + bytes[2] * 256 + bytes[3];
  const end = Math.min(bytes.length, bytes[0] === 0 ? size : 0, 16 + MAX_BRANDS * 4);
  const brands = [latin1(bytes, 8, 4)];
  for (let at = 16; at + 4 <= end; at += 4) brands.push(latin1(bytes, at, 4));
  return brands;
}
