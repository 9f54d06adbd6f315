import { ensureChromium } from './browsers/chromium.ts';
import { ensureFirefox } from './browsers/firefox.ts';
import { buildAll, ROOT } from './build.ts';
import { answerHelp } from './common/options.ts';
import { type Counts, runTests } from './common/run-tests.ts';
import { lint } from './lint.ts';

answerHelp(`Sets everything up, builds, and runs every check: lint, types, unit tests, real browsers, a real Worker.

  npm test -- [PATH…] [vitest’s options]

The last line says how many passed and failed. Exit status: 0 all passed, 1 something failed.`);
let counts: Counts = { passed: 0, failed: 1 };
try {
  process.env.CHROME_PATH = ensureChromium();
  process.env.FIREFOX_PATH = ensureFirefox();
  await buildAll(console.log);
  const linted = lint();
  const { passed, failed } = runTests(process.argv.slice(2), ROOT);
  counts = { passed: passed + Number(linted), failed: failed + Number(!linted) };
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
}
console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = counts.failed > 0 ? 1 : 0;
