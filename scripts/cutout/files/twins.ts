import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, parse } from 'node:path';
import { isPhotograph, isReadable } from './inputs.ts';
import { caseOf } from './same-file.ts';

/** What a folder held when it was read: the names of what can be cut out by their names without ending. */
interface Read {
  readonly changed: bigint;
  readonly names: ReadonlyMap<string, readonly string[]>;
}

function namesIn(folder: string): Read['names'] {
  const names = new Map<string, string[]>();
  for (const name of readdirSync(folder).filter(isReadable)) {
    const stem = caseOf(parse(name).name);
    names.set(stem, [...(names.get(stem) ?? []), caseOf(name)]);
  }
  return names;
}

/**
 * Tells of a photograph whether another one that can be cut out lies in its folder, whose name differs in its ending alone. That depends on
 * the folder and not on what is cut out now, so each run says the same. A folder is read again when it has changed.
 */
export function createTwins(): (path: string) => boolean {
  const folders = new Map<string, Read>();
  const read = (folder: string): Read => {
    const changed = statSync(folder, { bigint: true }).mtimeNs;
    const known = folders.get(folder);
    if (known?.changed === changed) return known;
    const now = { changed, names: namesIn(folder) };
    folders.set(folder, now);
    return now;
  };
  return (path) => {
    const name = basename(path);
    if (!isPhotograph(name)) return false;
    try {
      const alike = read(dirname(path)).names.get(caseOf(parse(name).name)) ?? [];
      return alike.some((other) => other !== caseOf(name));
    } catch {
      return false;
    }
  };
}
