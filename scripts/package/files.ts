import { execFileSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { Files } from './zip.ts';

/** Every file under `folder`, by its path there. */
export async function filesIn(folder: string): Promise<Files> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return read(folder, paths);
}

/**
 * What a reviewer builds from: the files that git tracks, as they are in the working tree.
 *
 * @throws Error where `root` is no git repository.
 */
export async function sourceFiles(root: string): Promise<Files> {
  let listed: string;
  try {
    listed = execFileSync('git', ['ls-files', '-z'], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch {
    throw new Error(
      'The source zip holds what git tracks, and this folder is no git repository; clone it to package it.',
    );
  }
  return read(
    root,
    listed
      .split('\0')
      .filter(Boolean)
      .map((path) => join(root, path)),
  );
}

const read = async (folder: string, paths: readonly string[]): Promise<Files> =>
  Object.fromEntries(
    await Promise.all(
      paths.map(
        async (path) => [relative(folder, path).split(sep).join('/'), new Uint8Array(await readFile(path))] as const,
      ),
    ),
  );
