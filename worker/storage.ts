import type { Bindings } from './bindings.ts';

const FOLDER = 'https://assets.invalid/models/';

/**
 * Opens a file of `models/dist` for reading, or answers undefined where it isn't deployed. `file` must be trusted:
 * a name that the catalog lists, or the catalog's own.
 */
export async function openModelFile({ ASSETS }: Bindings, file: string): Promise<Response | undefined> {
  const found = await ASSETS.fetch(FOLDER + file);
  if (found.ok) return found;
  await found.body?.cancel();
  return undefined;
}
