import { randomUUID } from 'node:crypto';
import { closeSync, constants, fchmodSync, openSync, rmSync, type Stats, writeFile, writeSync } from 'node:fs';
import { lstat, mkdir, open, readlink, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, resolve, sep } from 'node:path';
import { promisify } from 'node:util';
import { bytesOf, LONGEST_NAME } from '../../../shared/file-name.ts';
import { declineProtected, writeFailure } from './failure.ts';
import { STANDARD } from './inputs.ts';

/** Writes bytes to an open file or a path. */
export type Write = (to: number | string, bytes: Uint8Array) => Promise<void>;

const write: Write = promisify(writeFile);
const unfinished = new Set<string>();

/** Opens a file of its own beside the target; at once, so that a signal finds it either noted and there, or not there. */
function openAside(folder: string, mode: number): { readonly path: string; readonly file: number } {
  const path = join(folder, `.matteo-${randomUUID()}.part`);
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

/** Where a path leads through symbolic links, also when nothing is there yet. Its folder, where it is there, has no links in it. */
async function followed(path: string, most = 40): Promise<string> {
  // First the folder: from a folder that is a link, `..` leads to the parent of the one that it links to.
  const folder = (await realpath(dirname(path)).catch(ifMissing)) ?? resolve(dirname(path));
  const place = join(folder, basename(path));
  const found = await lstat(place).catch(ifMissing);
  if (!found?.isSymbolicLink() || most === 0) return place;
  const target = await readlink(place);
  return followed(isAbsolute(target) ? target : folder + sep + target, most - 1);
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

/** Gives a new file the mode of the one that it will replace, past the umask; where a file system has no modes, it goes without. */
function keepMode(file: number, { mode }: Stats): void {
  try {
    fchmodSync(file, mode & 0o777);
  } catch {}
}

/**
 * Writes a result whole or not at all: into a file beside it, which then takes its name. What is no plain file (a pipe, a
 * device, `-`) is written as it is. Folders are made.
 *
 * @throws CutoutError `disk-full`, `name-too-long` or `unwritable`; nothing of the result is left then.
 */
export async function writeResult(path: string, bytes: Uint8Array, to: Write = write): Promise<void> {
  try {
    if (path === STANDARD) return await toStandardOutput(bytes);
    const there = await stat(path).catch(ifMissing);
    if (there?.isDirectory()) declineFolder(path);
    // Under its own name: what `/dev/stdout` and `/dev/fd/63` link to may be no path.
    if (there && !there.isFile()) return await to(path, bytes).catch(declineProtected);
    const place = await followed(path);
    if (there) await checkUnprotected(place);
    await mkdir(dirname(place), { recursive: true });
    const aside = openAside(dirname(place), 0o666);
    try {
      try {
        if (there) keepMode(aside.file, there);
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
    const there = await stat(path).catch(ifMissing);
    if (there?.isDirectory()) declineFolder(path);
    if (there && !there.isFile()) return;
    const place = await followed(path);
    if (there) await checkUnprotected(place);
    const aside = openAside(await nearestFolder(place), 0o600);
    try {
      // Without its name from now on, so that a signal, which may end the command at once here, leaves nothing.
      rmSync(aside.path, { force: true });
      to(aside.file, PROBE);
    } finally {
      closeSync(aside.file);
      unfinished.delete(aside.path);
    }
  } catch (thrown) {
    throw writeFailure(path, thrown);
  }
}
