import type { Header, PictureFormat, Sniffed } from './header.ts';
import { checkBytes, checkSize } from './limits.ts';

/**
 * Reads the header of a picture whose format is known, and holds it to the limits.
 *
 * @throws CutoutError `truncated`, `damaged`, `too-large` or `too-small`.
 */
export function readHeader(bytes: Uint8Array, format: PictureFormat, read: (bytes: Uint8Array) => Header): Sniffed {
  checkBytes(bytes.length);
  const header = read(bytes);
  const { width, height, orientation } = header;
  const sides = orientation >= 5 ? { width: height, height: width } : { width, height };
  checkSize(sides.width, sides.height);
  return { ...header, format, ...sides };
}
