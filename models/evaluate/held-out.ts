import { basename, resolve } from 'node:path';
import { crc32 } from 'node:zlib';

/**
 * Whether `models/train` never trained on a picture of `folder`: its rule, by the checksum of `FOLDER/ID`.
 *
 * @param oneIn the configuration's `held_out`; 0 for pictures that no training saw.
 */
export const isHeldOut = (folder: string, id: string, oneIn: number): boolean =>
  oneIn === 0 || crc32(`${basename(resolve(folder))}/${id}`) % oneIn === 0;
