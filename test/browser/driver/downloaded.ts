import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { STEP_MS, until } from './until.ts';

/** Waits for finished downloads in a folder. Browsers write to another name until all is there. */
export const downloadedInto =
  (folder: string) =>
  (name: string, timeoutMs = STEP_MS): Promise<Buffer> =>
    until(
      async () => {
        const names = await readdir(folder);
        // Firefox holds the name by an empty file.
        if (!names.includes(name) || names.includes(`${name}.part`)) return undefined;
        const bytes = await readFile(join(folder, name));
        return bytes.length > 0 && bytes;
      },
      timeoutMs,
      async () => `No ${name} among ${await readdir(folder)}.`,
    );
