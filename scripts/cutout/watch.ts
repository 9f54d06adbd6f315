import { stat } from 'node:fs/promises';
import { type Input, photographsIn } from './files/inputs.ts';

/** What a file was like when it was looked at: it is whole once it no longer changes. */
type Look = string;

const lookAt = async (path: string): Promise<Look | undefined> => {
  const found = await stat(path).catch(() => undefined);
  return found && `${found.mtimeMs} ${found.size}`;
};

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
): AsyncGenerator<Input[]> {
  const given = new Map<string, Look>();
  let before = new Map<string, Look>();
  for (;;) {
    const now = new Map<string, Look>();
    const settled: Input[] = [];
    for (const input of await photographsIn(folder, recursive).catch(() => [])) {
      const look = await lookAt(input.path);
      if (!look) continue;
      now.set(input.path, look);
      if (before.get(input.path) !== look || given.get(input.path) === look) continue;
      given.set(input.path, look);
      settled.push(input);
    }
    before = now;
    yield settled;
    await pause();
  }
}
