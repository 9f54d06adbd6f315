import { Unzlib } from 'fflate';
import { concatBytes } from '../../bytes.ts';

/** Larger than any profile in use; what is inflated beyond it is a bomb. */
const MOST_BYTES = 4 * 1024 * 1024;
/** How much is inflated at a time: half a megabyte at most comes of it. */
const BLOCK = 512;

/** A profile out of a zlib stream, cut short after 4 MiB; undefined for a stream that is damaged. */
export function inflateProfile(deflated: Uint8Array): Uint8Array | undefined {
  const parts: Uint8Array[] = [];
  let length = 0;
  const inflater = new Unzlib((part) => {
    parts.push(part);
    length += part.length;
  });
  try {
    for (let at = 0; at < deflated.length && length < MOST_BYTES; at += BLOCK) {
      inflater.push(deflated.subarray(at, at + BLOCK), at + BLOCK >= deflated.length);
    }
  } catch {
    return undefined;
  }
  return concatBytes(parts);
}
