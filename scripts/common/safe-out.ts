import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileSet } from '../cutout/files/same-file.ts';

/** @throws Error in words where one of the files to read is not there. */
export function checkThere(read: readonly string[]): void {
  const missing = read.find((path) => !existsSync(path));
  if (missing !== undefined) throw new Error(`There is no file ${missing}.`);
}

/**
 * Makes the folder of the files that a command will write, before it does its work.
 *
 * @throws Error in words where a file to read is not there, or would be overwritten.
 */
export async function prepareOut(outs: readonly string[], read: readonly string[]): Promise<void> {
  checkThere(read);
  const given = fileSet(read);
  const lost = outs.find((path) => given.has(path));
  if (lost !== undefined) throw new Error(`${lost} would overwrite a file that was given; choose another name by -o.`);
  await mkdir(dirname(outs[0]), { recursive: true });
}
