import { CutoutError } from '../errors.ts';
import { declineUnsupported } from './decline-unsupported.ts';
import { FORMATS } from './formats/formats.ts';
import type { Header, PictureFormat } from './header.ts';
import { checkBytes, checkSize } from './limits.ts';

/** What an encoded picture's own bytes say before any decoding. */
export interface Sniffed extends Header {
  readonly format: PictureFormat;
  /** Pixels as displayed, after EXIF orientation. */
  readonly width: number;
  readonly height: number;
}

/**
 * Looks at an encoded picture without decoding it: what it is, how big, how it stands, and whether it has its end. The
 * file name and the MIME type play no part.
 *
 * @throws CutoutError `empty`, `not-an-image`, `unsupported-format`, `truncated`, `damaged`, `too-large` or `too-small`;
 *   nothing else, whatever the bytes.
 */
export function sniff(bytes: Uint8Array): Sniffed {
  if (bytes.length === 0) throw new CutoutError('empty', 'The file is empty (0 bytes); download or choose it again.');
  const found = FORMATS.find(({ is }) => is(bytes)) ?? declineUnsupported(bytes);
  checkBytes(bytes.length);
  const header = found.read(bytes);
  const { width, height, orientation } = header;
  const sides = orientation >= 5 ? { width: height, height: width } : { width, height };
  checkSize(sides.width, sides.height);
  return { ...header, format: found.format, ...sides };
}
