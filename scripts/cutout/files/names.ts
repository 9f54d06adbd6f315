import { join, parse } from 'node:path';
import { bytesOf, LONGEST_NAME, shorten } from '../../../shared/file-name.ts';
import { type Input, STANDARD } from './inputs.ts';
import { type FileSet, fileSet, keyOf } from './same-file.ts';

/** Where a kind of result goes: a file for one photograph, or a folder. */
export type Target = { readonly file: string } | { readonly folder: string };

/** The path of a photograph's result. */
export type Namer = (target: Target, input: Input, kind: string, ending: string) => string;

/**
 * Gives each photograph its own names, as long as a file's may be; same names from different folders are numbered, and
 * none is that of a photograph or of a result that has a name already, nor leads to one. The same photograph always has the same names.
 */
export function createNamer(photographs: FileSet, results: FileSet = fileSet()): Namer {
  const given = new Map<string, string>();
  const taken = new Set<string>();
  return (target, input, kind, ending) => {
    if ('file' in target) return target.file;
    const asked = JSON.stringify([target.folder, input.path, kind, ending]);
    const known = given.get(asked);
    if (known !== undefined) return known;
    const stem = input.path === STANDARD ? 'stdin' : parse(input.path).name;
    for (let n = 1; ; n++) {
      const rest = `${n > 1 ? `-${n}` : ''}-${kind}.${ending}`;
      const path = join(target.folder, input.below, shorten(stem, LONGEST_NAME - bytesOf(rest)) + rest);
      if (taken.has(keyOf(path)) || photographs.has(path) || results.has(path)) continue;
      taken.add(keyOf(path));
      given.set(asked, path);
      return path;
    }
  };
}
