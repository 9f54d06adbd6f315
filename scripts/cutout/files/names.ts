import { join, parse } from 'node:path';
import { bytesOf, LONGEST_NAME, shorten } from '../../../shared/file-name.ts';
import { type Input, STANDARD } from './inputs.ts';
import { type FileSet, fileSet, keyOf } from './same-file.ts';
import { createTwins } from './twins.ts';

/** Where a kind of result goes: a file for one photograph, or a folder. */
export type Target = { readonly file: string } | { readonly folder: string };

/** The path of a photograph's result. */
export interface Place {
  readonly path: string;
  /** Whether another photograph would have the same path: which of them has it depends on what else is given. */
  readonly isShared: boolean;
}

/** Says where a photograph's result goes. */
export type Namer = (target: Target, input: Input, kind: string, ending: string) => Place;

/**
 * Gives each photograph its own names, as long as a file's may be. Where photographs of a folder differ in their ending
 * alone, their results carry it; same names from different folders are numbered. None is that of a photograph or of a
 * result that has a name already, nor leads to one. The same photograph always has the same names.
 */
export function createNamer(photographs: FileSet, results: FileSet = fileSet()): Namer {
  const given = new Map<string, { readonly path: string; readonly first: string }>();
  const taken = new Set<string>();
  const wanted = new Map<string, number>();
  const hasTwin = createTwins();
  const place = ({ path, first }: { readonly path: string; readonly first: string }): Place => ({
    path,
    isShared: (wanted.get(first) ?? 0) > 1,
  });
  return (target, input, kind, ending) => {
    if ('file' in target) return { path: target.file, isShared: false };
    const asked = JSON.stringify([target.folder, input.path, kind, ending]);
    const known = given.get(asked);
    if (known) return place(known);
    const { name: stem, ext } = input.path === STANDARD ? { name: 'stdin', ext: '' } : parse(input.path);
    const kept = hasTwin(input.path) ? ext : '';
    const numbered = (n: number) => {
      const rest = `${kept}${n > 1 ? `-${n}` : ''}-${kind}.${ending}`;
      return join(target.folder, input.below, shorten(stem, LONGEST_NAME - bytesOf(rest)) + rest);
    };
    const first = keyOf(numbered(1));
    wanted.set(first, (wanted.get(first) ?? 0) + 1);
    for (let n = 1; ; n++) {
      const path = numbered(n);
      if (taken.has(keyOf(path)) || photographs.has(path) || results.has(path)) continue;
      taken.add(keyOf(path));
      given.set(asked, { path, first });
      return place({ path, first });
    }
  };
}
