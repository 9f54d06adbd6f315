// Runs one of the project's commands: brings the pinned dependencies first when they are missing or stale, then hands
// over to scripts/<name>.ts. Plain JavaScript, because nothing is installed yet when it starts. Where the command was
// installed as a package there is no lock file: npm has brought what it needs.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const stamp = join(root, 'node_modules', '.matteo-lock');

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 20)) {
  console.error(`Matteo needs Node 20.20 or newer; this is ${process.versions.node}.`);
  process.exit(1);
}

const lockFile = join(root, 'package-lock.json');
const lock = existsSync(lockFile) ? createHash('sha256').update(readFileSync(lockFile)).digest('hex') : undefined;
const installed = existsSync(stamp) ? readFileSync(stamp, 'utf8') : '';
if (lock && installed !== lock) {
  console.error(installed ? 'Dependencies changed: installing them again.' : 'Installing dependencies (once).');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { status } = spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    console.error('npm ci failed, so nothing was started; see its message above.');
    process.exit(1);
  }
  writeFileSync(stamp, lock);
}

const [, , command] = process.argv;
process.argv.splice(1, 2, join(root, 'scripts', `${command}.ts`));
const { register } = await import('tsx/esm/api');
register();
await import(pathToFileURL(process.argv[1]).href);
