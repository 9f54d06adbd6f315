import { statSync } from 'node:fs';
import { resolve } from 'node:path';

/** What a path leads to, through links: device and inode. Undefined where nothing is, or no file with content of its own. */
export function identityOf(path: string): string | undefined {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found?.isFile() ? `${found.dev}:${found.ino}` : undefined;
}

/** A name as a key: file systems that don't tell `A` from `a` give two such names to one file. */
export const caseOf = (name: string): string =>
  process.platform === 'linux' ? name : name.normalize('NFC').toLowerCase();

/** A path as a key. */
export const keyOf = (path: string): string => caseOf(resolve(path));

/** A set of files, known by path and by what the path leads to: symbolic and hard links are the same file. */
export interface FileSet {
  add(path: string): void;
  has(path: string): boolean;
}

/** A set of files that starts with those at `paths`. */
export function fileSet(paths: Iterable<string> = []): FileSet {
  const keys = new Set<string>();
  const identities = new Set<string>();
  const identity = (path: string) => {
    try {
      return identityOf(path);
    } catch {
      return undefined;
    }
  };
  const set: FileSet = {
    add(path) {
      keys.add(keyOf(path));
      const found = identity(path);
      if (found) identities.add(found);
    },
    has: (path) => keys.has(keyOf(path)) || identities.has(identity(path) ?? ''),
  };
  for (const path of paths) set.add(path);
  return set;
}
