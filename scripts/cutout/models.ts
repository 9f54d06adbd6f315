import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildModels, DIST, logBuilding } from '../../models/main.ts';
import { CutoutError } from '../../shared/errors.ts';

const LOCK = fileURLToPath(new URL('../../package-lock.json', import.meta.url));

/** Where this user's programs keep what they can fetch again. */
function cacheFolder(): string {
  const { LOCALAPPDATA, XDG_CACHE_HOME } = process.env;
  if (process.platform === 'win32') return LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches');
  return XDG_CACHE_HOME || join(homedir(), '.cache');
}

/**
 * Brings the networks and says in which folder they are: `models/dist` in a copy of the repository, the user's cache
 * where the command was installed.
 *
 * @throws CutoutError `no-backend` where they can't be had.
 */
export async function bringModels(): Promise<string> {
  try {
    return await bring();
  } catch (cause) {
    const { message } = cause as Error;
    throw new CutoutError('no-backend', `The networks can’t be had: ${message}`, { cause, facts: [message] });
  }
}

async function bring(): Promise<string> {
  if (existsSync(LOCK)) {
    await buildModels({ log: logBuilding });
    return DIST;
  }
  const folder = join(cacheFolder(), 'matteo');
  const dist = join(folder, 'models');
  await buildModels({ log: logBuilding, dist, cache: join(folder, 'fetched') });
  return dist;
}
