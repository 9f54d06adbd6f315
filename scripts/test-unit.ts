import { spawnSync } from 'node:child_process';
import { ROOT } from './build.ts';
import { answerHelp } from './common/options.ts';

answerHelp(`Runs the tests that start no browser, no Worker and no command.

  npm run test:unit -- [PATH…] [vitest’s options]`);

/** Runs the tests that start no browser, no Worker and no command; `-- NAME` runs those whose path has NAME. */
const { status } = spawnSync(
  process.execPath,
  [`${ROOT}node_modules/vitest/vitest.mjs`, 'run', '--project', 'unit', ...process.argv.slice(2)],
  { cwd: ROOT, stdio: 'inherit' },
);
process.exitCode = status ?? 1;
