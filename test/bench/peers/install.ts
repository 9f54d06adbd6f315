import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What runs in pages, and the packages it needs. */
export const PAGES = fileURLToPath(new URL('pages/', import.meta.url));
/** The lock file that `node_modules` was installed by. */
const INSTALLED = join(PAGES, 'node_modules/.installed.json');

/**
 * Installs the peers as their own lock file pins and hashes them, unless they are there: about 200 MB, once. None of
 * their scripts runs, and what they have for Node is replaced by something small.
 *
 * @throws Error when npm fails.
 */
export async function installPeers(): Promise<void> {
  const lock = join(PAGES, 'package-lock.json');
  if (existsSync(INSTALLED) && (await readFile(INSTALLED)).equals(await readFile(lock))) return;
  console.error('Installing the peers (about 200 MB, once).');
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts', '--omit=optional', '--no-audit', '--no-fund'], {
    cwd: PAGES,
    // On Windows npm is a script that only a shell starts.
    shell: process.platform === 'win32',
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) throw new Error('npm could not install the peers; what it says is above.');
  await copyFile(lock, INSTALLED);
}
