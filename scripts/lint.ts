import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { faultsOf, readModules, unexplained } from './rooms.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** Each room is checked under its own globals. */
const ROOMS = [
  'shared',
  'shared/web',
  'shared/node',
  'worker',
  'worker/site',
  'extension',
  'models',
  'scripts',
  'test',
];

/** Format, lint rules, types, and which folder may import which; true when all is well. */
export function lint(): boolean {
  const node = (script: string, ...args: string[]) =>
    spawnSync(process.execPath, [`${ROOT}node_modules/${script}`, ...args], { cwd: ROOT, stdio: 'inherit' }).status ===
    0;
  const style = node('@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.');
  const types = ROOMS.map((room) => node('typescript/bin/tsc', '-p', room));
  const modules = readModules(ROOT);
  const faults = [...faultsOf(modules), ...unexplained(ROOT, modules)];
  for (const fault of faults) console.error(fault);
  return style && types.every(Boolean) && faults.length === 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (!lint()) process.exitCode = 1;
}
