import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

export interface Program {
  /** The environment variable that names it. */
  readonly variable: string;
  /** What it is called on the PATH. */
  readonly names: readonly string[];
  /** Where it is when it is not on the PATH. */
  readonly places: readonly string[];
  /** Said when it is nowhere. */
  readonly missing: string;
}

/**
 * A program's path: the one its variable names, else one on the PATH or in the usual places.
 *
 * @throws Error with a sentence that says how to get one.
 */
export function findProgram({ variable, names, places, missing }: Program): string {
  const named = process.env[variable];
  if (named) {
    if (isProgram(named)) return named;
    throw new Error(`${variable} names ${named}, which is no program; correct it or unset it.`);
  }
  const onPath = (process.env.PATH ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  const found = [...onPath, ...places].find((path) => path && isProgram(path));
  if (found) return found;
  throw new Error(missing);
}
