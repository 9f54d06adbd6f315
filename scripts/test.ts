import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureChromium } from './browsers/chromium.ts';
import { ensureFirefox } from './browsers/firefox.ts';
import { buildAll, ROOT } from './build.ts';
import { answerHelp } from './common/options.ts';
import { lint } from './lint.ts';

interface Counts {
  readonly passed: number;
  readonly failed: number;
}

interface FileResult {
  readonly name: string;
  readonly status: string;
  readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
}

/** Whether the process that ran a file died before its tests had ended. */
const died = ({ assertionResults }: FileResult) => assertionResults.some(({ status }) => status === 'pending');

/** What neither passed nor failed was skipped, and a skipped test is a failed promise; so is a file that can't be read. */
function countsOf(files: readonly FileResult[]): Counts {
  const tests = files.flatMap(({ assertionResults }) => assertionResults);
  const passed = tests.filter(({ status }) => status === 'passed').length;
  const unread = files.filter(({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0);
  return { passed, failed: tests.length - passed + unread.length };
}

/**
 * Runs every test file; a run that ends without a report counts as one failure. Files whose process died are run once more.
 *
 * @param isAgain whether this is that second run.
 */
function runTests(args: readonly string[], isAgain = false): Counts {
  const folder = mkdtempSync(join(tmpdir(), 'matteo-test-'));
  const report = join(folder, 'report.json');
  try {
    const { status } = spawnSync(
      process.execPath,
      [
        `${ROOT}node_modules/vitest/vitest.mjs`,
        'run',
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${report}`,
        ...args,
      ],
      { cwd: ROOT, stdio: 'inherit' },
    );
    const files: FileResult[] = JSON.parse(readFileSync(report, 'utf8')).testResults;
    for (const { name, assertionResults } of files)
      for (const { status, fullName } of assertionResults)
        if (status !== 'passed') console.log(`${status}: ${name.replace(ROOT, '')}: ${fullName}`);
    const broken = isAgain ? [] : files.filter(died);
    const { passed, failed } = countsOf(files.filter((file) => !broken.includes(file)));
    if (broken.length === 0) return { passed, failed: failed || Number(status !== 0) };
    const names = broken.map(({ name }) => name);
    console.log(`Their process died, so they are run again: ${names.join(', ')}`);
    const again = runTests(names, true);
    return { passed: passed + again.passed, failed: failed + again.failed };
  } catch {
    return { passed: 0, failed: 1 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

answerHelp(`Sets everything up, builds, and runs every check: lint, types, unit tests, real browsers, a real Worker.

  npm test -- [PATH…] [vitest’s options]

The last line says how many passed and failed. Exit status: 0 all passed, 1 something failed.`);
let counts: Counts = { passed: 0, failed: 1 };
try {
  process.env.CHROME_PATH = ensureChromium();
  process.env.FIREFOX_PATH = ensureFirefox();
  await buildAll(console.log);
  const linted = lint();
  const { passed, failed } = runTests(process.argv.slice(2));
  counts = { passed: passed + Number(linted), failed: failed + Number(!linted) };
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
}
console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = counts.failed > 0 ? 1 : 0;
