import { createReadStream } from 'node:fs';
import { CutoutError } from '../../../shared/errors.ts';
import { MAX_BYTES } from '../../../shared/sniff/limits.ts';
import { STANDARD } from './inputs.ts';

/**
 * All bytes of a file, or of the standard input for `-`; of more than a picture may have, only enough to tell.
 *
 * @throws CutoutError `unreachable`.
 */
export async function readInput(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const blocks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const block of path === STANDARD ? process.stdin : createReadStream(path)) {
      blocks.push(block);
      length += block.length;
      if (length > MAX_BYTES) break;
    }
  } catch (cause) {
    throw new CutoutError('unreachable', `The file can't be read (${(cause as Error).message}); check its name.`, {
      cause,
      facts: [path],
    });
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const block of blocks) {
    bytes.set(block, at);
    at += block.length;
  }
  return bytes;
}
