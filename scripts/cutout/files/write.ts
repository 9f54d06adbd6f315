import { closeSync, constants, openSync, rmSync, writeFile, writeSync } from 'node:fs';
import { lstat, mkdir, open, readlink, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { bytesOf, LONGEST_NAME } from '../../../shared/file-name.ts';
import { declineProtected, writeFailure } from './failure.ts';
import { STANDARD } from './inputs.ts';

/** Writes bytes to an open file or a path. */
export type Write = (to: number | string, bytes: Uint8Array) => Promise<void>;

const write: Write = promisify(writeFile);
const unfinished = new Set<string>();
let count = 0;

/** Opens a file of its own beside the target; at once, so that a signal finds it either noted and there, or not there. */
function openAside(folder: string, mode: number): { readonly path: string; readonly file: number } {
  const path = join(folder, `.matteo-${process.pid}-${count++}.part`);
  unfinished.add(path);
  try {
    return { path, file: openSync(path, 'wx', mode) };
  } catch (thrown) {
    unfinished.delete(path);
    throw thrown;
  }
}

/** Removes what was begun and not finished: for the end of a process that was told to stop. */
export function removeUnfinished(): void {
  for (const path of unfinished) rmSync(path, { force: true });
}

/** Where a path leads through symbolic links, also when nothing is there yet. */
async function followed(path: string, most = 40): Promise<string> {
  const found = await lstat(path).catch(ifMissing);
  if (!found?.isSymbolicLink() || most === 0) return path;
  return followed(resolve(dirname(path), await readlink(path)), most - 1);
}

function ifMissing(thrown: NodeJS.ErrnoException): undefined {
  if (thrown.code !== 'ENOENT') throw thrown;
}

/** @throws Error where a file may not be written to: another that took its name would not be stopped by that. */
const checkUnprotected = async (path: string): Promise<void> =>
  (await open(path, constants.O_WRONLY).catch(declineProtected)).close();

const declineFolder = (path: string): never => {
  throw Object.assign(new Error(path), { code: 'EISDIR' });
};

/**
 * Writes a result whole or not at all: into a file beside it, which then takes its name. What is no plain file (a pipe, a
 * device, `-`) is written as it is. Folders are made.
 *
 * @throws CutoutError `disk-full`, `name-too-long` or `unwritable`; nothing of the result is left then.
 */
export async function writeResult(path: string, bytes: Uint8Array, to: Write = write): Promise<void> {
  try {
    if (path === STANDARD) return await toStandardOutput(bytes);
    const place = await followed(path);
    const there = await stat(place).catch(ifMissing);
    if (there?.isDirectory()) declineFolder(place);
    if (there && !there.isFile()) return await to(place, bytes).catch(declineProtected);
    if (there) await checkUnprotected(place);
    await mkdir(dirname(place), { recursive: true });
    const aside = openAside(dirname(place), there ? there.mode & 0o777 : 0o666);
    try {
      try {
        await to(aside.file, bytes);
      } finally {
        closeSync(aside.file);
      }
      await rename(aside.path, place);
    } finally {
      await rm(aside.path, { force: true });
      unfinished.delete(aside.path);
    }
  } catch (thrown) {
    throw writeFailure(path, thrown);
  }
}

const toStandardOutput = (bytes: Uint8Array): Promise<void> =>
  new Promise((done, fail) => {
    process.stdout.once('error', fail);
    process.stdout.write(bytes, (thrown) => (thrown ? fail(thrown) : done()));
  });

/** The nearest folder on the way to `path` that is there. @throws ENOTDIR where a file is in the way. */
async function nearestFolder(path: string): Promise<string> {
  const folder = dirname(path);
  const found = await stat(folder).catch(ifMissing);
  if (found?.isDirectory()) return folder;
  if (found) throw Object.assign(new Error(folder), { code: 'ENOTDIR' });
  return nearestFolder(folder);
}

const PROBE = new Uint8Array(4096);

/**
 * Finds out, before any work, whether a result could be written: the name is allowed, no folder and no write-protected
 * file has it, the folder (or the one that would hold it) takes a file, and the disk has some room. Leaves nothing behind.
 *
 * @param to writes the probe.
 * @throws CutoutError as `writeResult`.
 */
export async function checkWritable(
  path: string,
  to: (file: number, bytes: Uint8Array) => unknown = writeSync,
): Promise<void> {
  if (path === STANDARD) return;
  try {
    const tooLong = resolve(path)
      .split(/[/\\]/)
      .some((part) => bytesOf(part) > LONGEST_NAME);
    if (tooLong) throw Object.assign(new Error(path), { code: 'ENAMETOOLONG' });
    const place = resolve(await followed(path));
    const there = await stat(place).catch(ifMissing);
    if (there?.isDirectory()) declineFolder(place);
    if (there && !there.isFile()) return;
    if (there) await checkUnprotected(place);
    const aside = openAside(await nearestFolder(place), 0o600);
    try {
      to(aside.file, PROBE);
    } finally {
      closeSync(aside.file);
      rmSync(aside.path, { force: true });
      unfinished.delete(aside.path);
    }
  } catch (thrown) {
    throw writeFailure(path, thrown);
  }
}
