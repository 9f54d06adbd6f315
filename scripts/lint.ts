import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { crowdedBeside, faultsOf, readModules, unexplained, unexplainedBeside } from './common/dependencies.ts';
import { readOptions } from './common/options.ts';
import { skippedTests } from './common/skipped-tests.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** Format, lint rules, types, which folder may import which, and that no test is skipped; true when all is well. */
export function lint(): boolean {
  const node = (script: string, ...args: string[]) =>
    spawnSync(process.execPath, [`${ROOT}node_modules/${script}`, ...args], { cwd: ROOT, stdio: 'inherit' }).status ===
    0;
  const style = node('@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.');
  // Each top-level folder with its own globals; only what changed is checked anew.
  const types = node('typescript/bin/tsc', '-b');
  const modules = readModules(ROOT);
  const faults = [
    ...faultsOf(modules),
    ...unexplained(ROOT, modules),
    ...crowdedBeside(ROOT),
    ...unexplainedBeside(ROOT),
    ...skippedTests(ROOT),
  ];
  for (const fault of faults) console.error(fault);
  return style && types && faults.length === 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  readOptions(
    {},
    'Checks format, lint rules, types, which folder may import which, and that no test is skipped.\n\n  npm run lint',
  );
  if (!lint()) process.exitCode = 1;
}
