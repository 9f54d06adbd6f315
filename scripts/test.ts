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

/** Runs every test file; a run that ends without a report counts as one failure. */
function runTests(args: readonly string[]): Counts {
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
    const { numPassedTests, numFailedTests, numTotalTests, numFailedTestSuites, testResults } = JSON.parse(
      readFileSync(report, 'utf8'),
    );
    const passed: number = numPassedTests;
    for (const { name, assertionResults } of testResults)
      for (const { status, fullName } of assertionResults)
        if (status !== 'passed') console.log(`${status}: ${name.replace(ROOT, '')}: ${fullName}`);
    // What neither passed nor failed was skipped, and a skipped test is a failed promise; so is a file that broke.
    const failed: number =
      numTotalTests - numPassedTests || (status === 0 ? 0 : Math.max(1, numFailedTests, numFailedTestSuites));
    return { passed, failed };
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
