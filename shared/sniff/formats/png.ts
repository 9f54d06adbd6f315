import { chunksOf } from '../containers/chunks.ts';
import { exifOrientation } from '../exif.ts';
import type { Header, Orientation } from '../header.ts';
import { ByteReader, fourCC, hasMagic } from '../reader.ts';

const IHDR = fourCC('IHDR');
const IDAT = fourCC('IDAT');
const EXIF = fourCC('eXIf');
const ACTL = fourCC('acTL');
const CGBI = fourCC('CgBI');

/** Bit depths allowed for each colour type. */
const DEPTHS: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};

/** By the eight bytes of its signature. */
export const isPng = (bytes: Uint8Array): boolean => hasMagic(bytes, 0, '\x89PNG\r\n\x1a\n');

/** W3C Portable Network Graphics, third edition. The end may be missing: only the decoder knows whether rows are. */
export function readPng(bytes: Uint8Array): Header {
  const reader = new ByteReader(bytes, 'PNG');
  const size = readStart(reader);
  let orientation: Orientation | undefined;
  let animated = false;
  let hasPixels = false;
  const chunks = chunksOf(bytes);
  let next = chunks.next();
  for (; !next.done; next = chunks.next()) {
    const { type, data, whole } = next.value;
    if (type === IDAT) hasPixels ||= data.length > 0;
    else if (type === ACTL && !hasPixels) animated = true;
    // There may be one only (11.3.4.5): of several the first counts, as in a JPEG.
    else if (type === EXIF && whole) orientation ??= exifOrientation(data);
  }
  const finished = next.value;
  if (!hasPixels) throw finished ? reader.damaged('it holds no picture data') : reader.truncated();
  const header = { ...size, orientation: orientation ?? 1, animated };
  return finished ? header : { ...header, unfinished: true };
}

function readStart(reader: ByteReader): { width: number; height: number } {
  const type = reader.u32(12);
  if (type === CGBI) throw reader.unsupported("is in Apple's own variant for iPhone apps");
  if (reader.u32(8) !== 13 || type !== IHDR) throw reader.damaged('its header chunk is missing');
  const width = reader.u32(16);
  const height = reader.u32(20);
  if (width === 0 || height === 0) throw reader.damaged(`its header says ${width} × ${height} pixels`);
  const depth = reader.u8(24);
  const colour = reader.u8(25);
  if (!DEPTHS[colour]?.includes(depth)) throw reader.damaged(`its header says colour type ${colour} at ${depth} bits`);
  if (reader.u8(26) !== 0 || reader.u8(27) !== 0 || reader.u8(28) > 1)
    throw reader.damaged('its header makes no sense');
  return { width, height };
}
