import type { Header } from '../header.ts';
import { ByteReader, hasMagic } from '../reader.ts';

const FILE_HEADER = 14;
const CORE_HEADER = 12;
const HEADERS = [CORE_HEADER, 16, 40, 52, 56, 64, 108, 124];
const DEPTHS = [1, 2, 4, 8, 16, 24, 32];
/** Compressions whose rows have a known length: none, bit fields, bit fields with alpha. */
const PLAIN = [0, 3, 6];

/** By `BM` and a header of a known length. */
export const isBmp = (bytes: Uint8Array): boolean =>
  hasMagic(bytes, 0, 'BM') && bytes.length > 17 && HEADERS.includes(new ByteReader(bytes, 'BMP').u32le(FILE_HEADER));

/** Microsoft's bitmap file: BITMAPFILEHEADER, then BITMAPCOREHEADER or BITMAPINFOHEADER and its successors. */
export function readBmp(bytes: Uint8Array): Header {
  const reader = new ByteReader(bytes, 'BMP');
  const core = reader.u32le(FILE_HEADER) === CORE_HEADER;
  const width = core ? reader.u16le(18) : reader.i32le(18);
  const height = Math.abs(core ? reader.u16le(20) : reader.i32le(22));
  const depth = reader.u16le(core ? 24 : 28);
  if (width <= 0 || height === 0) throw reader.damaged(`its header says ${width} × ${height} pixels`);
  const compression = core || reader.u32le(FILE_HEADER) === 16 ? 0 : reader.u32le(30);
  if (PLAIN.includes(compression)) {
    if (!DEPTHS.includes(depth)) throw reader.damaged(`its header says ${depth} bits per pixel`);
    const rowBytes = Math.ceil((width * depth) / 32) * 4;
    reader.need(reader.u32le(10), rowBytes * height);
  }
  return { width, height, orientation: 1, animated: false };
}
