import { concatBytes } from '../../../shared/bytes.ts';
import { crc32 } from '../../../shared/image/png/crc.ts';

const METRES_AN_INCH = 0.0254;
const PNG_HEADER_ENDS = 33;

/**
 * A JPEG or PNG that says how many dots an inch it is meant for; other bytes are returned as they are.
 *
 * JFIF 1.02 (densities in `APP0`, the first segment), PNG 3rd edition (chunk `pHYs` right after `IHDR`).
 */
export function withDensity(bytes: Uint8Array, dpi: number): Uint8Array {
  if (begins(bytes, 0xff, 0xd8, 0xff)) {
    const hasJfif = bytes[3] === 0xe0;
    const rest = hasJfif ? 4 + ((bytes[4] << 8) | bytes[5]) : 2;
    return concatBytes([bytes.subarray(0, 2), jfif(dpi), bytes.subarray(rest)]);
  }
  if (begins(bytes, 0x89, 0x50, 0x4e, 0x47)) {
    return concatBytes([bytes.subarray(0, PNG_HEADER_ENDS), phys(dpi), bytes.subarray(PNG_HEADER_ENDS)]);
  }
  return bytes;
}

const begins = (bytes: Uint8Array, ...signature: number[]): boolean =>
  bytes.length > PNG_HEADER_ENDS && signature.every((byte, i) => bytes[i] === byte);

function jfif(dpi: number): Uint8Array {
  const segment = Uint8Array.of(0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1, 2, 1, 0, 0, 0, 0, 0, 0);
  const view = new DataView(segment.buffer);
  view.setUint16(12, dpi);
  view.setUint16(14, dpi);
  return segment;
}

function phys(dpi: number): Uint8Array {
  const chunk = Uint8Array.of(0, 0, 0, 9, 0x70, 0x48, 0x59, 0x73, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0);
  const view = new DataView(chunk.buffer);
  const perMetre = Math.round(dpi / METRES_AN_INCH);
  view.setUint32(8, perMetre);
  view.setUint32(12, perMetre);
  view.setUint32(17, crc32(chunk.subarray(4, 17)));
  return chunk;
}
