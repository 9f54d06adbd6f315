import type { Orientation } from './header.ts';
import { hasMagic } from './reader.ts';

const ORIENTATION_TAG = 0x0112;
const SHORT = 3;
const LONG = 4;
const ENTRY_BYTES = 12;
const PREFIX = 'Exif\0\0';

/**
 * The orientation in an EXIF block (a TIFF file, with or without the `Exif\0\0` before it); 1 when the block has none
 * or makes no sense. EXIF 2.32, 4.6.2 and 4.6.4; some cameras write a LONG where the standard wants a SHORT.
 */
export function exifOrientation(block: Uint8Array): Orientation {
  const tiff = hasMagic(block, 0, PREFIX) ? block.subarray(PREFIX.length) : block;
  const little = hasMagic(tiff, 0, 'II*\0');
  if (tiff.length < 8 || !(little || hasMagic(tiff, 0, 'MM\0*'))) return 1;
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  const directory = view.getUint32(4, little);
  if (directory + 2 > tiff.length) return 1;
  const first = directory + 2;
  const fitting = Math.floor((tiff.length - first) / ENTRY_BYTES);
  const entries = Math.min(view.getUint16(directory, little), fitting);
  for (let at = first; at < first + entries * ENTRY_BYTES; at += ENTRY_BYTES) {
    if (view.getUint16(at, little) !== ORIENTATION_TAG) continue;
    const type = view.getUint16(at + 2, little);
    if (type !== SHORT && type !== LONG) return 1;
    const value = type === SHORT ? view.getUint16(at + 8, little) : view.getUint32(at + 8, little);
    return value >= 1 && value <= 8 ? (value as Orientation) : 1;
  }
  return 1;
}
