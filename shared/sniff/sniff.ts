import { CutoutError } from '../errors.ts';
import { FORMATS } from './formats/formats.ts';
import type { Orientation, PictureFormat } from './header.ts';
import { checkBytes, checkSize } from './limits.ts';
import { declineStranger } from './strangers.ts';

/** What an encoded picture's own bytes say before any decoding. */
export interface Sniffed {
  readonly format: PictureFormat;
  /** Pixels as displayed, after EXIF orientation. */
  readonly width: number;
  readonly height: number;
  /** EXIF orientation; 1 for AVIF, whose rotation is part of its decoding. */
  readonly orientation: Orientation;
  /** True when there is more than one frame; only the first is cut out. */
  readonly animated: boolean;
}

/**
 * Looks at an encoded picture without decoding it: what it is, how big, and whether it is all there. The file name and
 * the MIME type play no part.
 *
 * @throws CutoutError `empty`, `not-an-image`, `unsupported-format`, `truncated`, `damaged`, `too-large` or `too-small`;
 *   nothing else, whatever the bytes.
 */
export function sniff(bytes: Uint8Array): Sniffed {
  if (bytes.length === 0) throw new CutoutError('empty', 'The file is empty (0 bytes); download or choose it again.');
  const found = FORMATS.find(({ is }) => is(bytes)) ?? declineStranger(bytes);
  checkBytes(bytes.length);
  const { width, height, orientation, animated } = found.read(bytes);
  const sides = orientation >= 5 ? { width: height, height: width } : { width, height };
  checkSize(sides.width, sides.height);
  return { format: found.format, ...sides, orientation, animated };
}
