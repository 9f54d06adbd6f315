import { CutoutError } from '../errors.ts';
import { declineUnsupported } from './decline-unsupported.ts';
import { FORMATS } from './formats/formats.ts';
import type { Sniffed } from './header.ts';
import { readHeader } from './read-header.ts';

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
  return readHeader(bytes, found.format, found.read);
}
