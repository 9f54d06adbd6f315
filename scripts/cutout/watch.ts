import { stat } from 'node:fs/promises';
import { type Input, photographsIn } from './files/inputs.ts';

/** What a file was like when it was looked at: it is whole once it no longer changes. */
type Look = string;

const lookAt = async (path: string): Promise<Look | undefined> => {
  const found = await stat(path).catch(() => undefined);
  return found && `${found.mtimeMs} ${found.size}`;
};

/** Photographs whose files are whole. */
export interface Arrived {
  readonly inputs: readonly Input[];
  /** Whether they were in the folder, as they are, when it was first looked at. */
  readonly wereThere: boolean;
}

/**
 * Looks at a folder again and again, and gives each photograph that is new or has changed, once two looks in a row saw
 * it the same: whoever writes it has finished then.
 *
 * @param pause resolves when it is time for the next look.
 */
export async function* arrivals(
  folder: string,
  recursive: boolean,
  pause: () => Promise<void>,
): AsyncGenerator<Arrived> {
  const given = new Map<string, Look>();
  let before = new Map<string, Look>();
  for (let look = 1; ; look++) {
    const now = new Map<string, Look>();
    const settled: Input[] = [];
    for (const input of await photographsIn(folder, recursive).catch(() => [])) {
      const seen = await lookAt(input.path);
      if (!seen) continue;
      now.set(input.path, seen);
      if (before.get(input.path) !== seen || given.get(input.path) === seen) continue;
      given.set(input.path, seen);
      settled.push(input);
    }
    before = now;
    yield { inputs: settled, wereThere: look === 2 };
    await pause();
  }
}
