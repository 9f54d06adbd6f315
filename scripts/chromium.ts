import { spawnSync } from 'node:child_process';
import { findChromium } from '../test/browser/chromium.ts';

/** A Chromium's path: one that is there, or one installed now the way this machine allows. */
export function ensureChromium(): string {
  try {
    return findChromium();
  } catch {
    install();
    return findChromium();
  }
}

function install(): void {
  const run = (command: string, ...args: string[]) =>
    spawnSync(command, args, { stdio: ['ignore', 2, 2], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
      .status === 0;
  const isRoot = process.getuid?.() === 0;
  console.error('No Chromium found: installing one.');
  if (isRoot && run('apt-get', '--version')) {
    if (run('apt-get', 'update') && run('apt-get', 'install', '-y', '--no-install-recommends', 'chromium')) return;
  }
  run('npx', 'playwright-core', 'install', 'chromium');
}
