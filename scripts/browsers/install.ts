import { spawnSync } from 'node:child_process';

/**
 * A program's path: one that is there, or one installed now the way this machine allows.
 *
 * @param find throws while there is none.
 * @param download gets one where Debian's package can't be installed.
 */
export function ensure(name: string, find: () => string, debianPackage: string, download: () => void): string {
  try {
    return find();
  } catch {
    console.error(`No ${name} found: installing one.`);
  }
  const isRoot = process.getuid?.() === 0;
  if (!(isRoot && run('apt-get', '--version') && aptInstall(debianPackage))) download();
  return find();
}

const aptInstall = (name: string): boolean =>
  run('apt-get', 'update') && run('apt-get', 'install', '-y', '--no-install-recommends', name);

/** Runs a command, its output among our errors; answers whether it succeeded. */
export const run = (command: string, ...args: string[]): boolean =>
  spawnSync(command, args, { stdio: ['ignore', 2, 2], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
    .status === 0;
