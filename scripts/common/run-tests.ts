import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type FileReport, REPORT, type RunReport } from './test-reporter.ts';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

interface Outcome extends Counts {
  readonly ran: readonly string[];
  /** Files whose process died. They aren't counted, except for what had failed before. */
  readonly died: readonly string[];
}

/**
 * Runs the test files. Files whose process died are run once more, because a lost process says nothing about the code.
 *
 * @param args paths, then vitest's options.
 */
export function runTests(args: readonly string[], root: string): Counts {
  const first = runOnce(args, root);
  if (first.died.length === 0) return first;
  console.log(`Second run, of the files whose process died: ${first.died.join(', ')}`);
  const options = args.findIndex((arg) => arg.startsWith('-'));
  const again = runOnce([...first.died, ...(options < 0 ? [] : args.slice(options))], root);
  const lost = first.died.filter((name) => !again.ran.includes(name) || again.died.includes(name));
  for (const name of lost) console.log(`never ended: ${name}`);
  return { passed: first.passed + again.passed, failed: first.failed + again.failed + lost.length };
}

/** Runs them once; a run that ends without a report counts as one failure. */
function runOnce(args: readonly string[], root: string): Outcome {
  const folder = mkdtempSync(join(tmpdir(), 'matteo-test-'));
  const path = join(folder, 'report.json');
  try {
    const { status } = spawnSync(
      process.execPath,
      [
        fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url)),
        'run',
        '--reporter=default',
        `--reporter=${fileURLToPath(new URL('test-reporter.ts', import.meta.url))}`,
        ...args,
      ],
      { cwd: root, stdio: 'inherit', env: { ...process.env, [REPORT]: path } },
    );
    const report: RunReport = JSON.parse(readFileSync(path, 'utf8'));
    for (const { name, tests } of report.files)
      for (const test of tests) if (test.state !== 'passed') console.log(`${test.state}: ${name}: ${test.name}`);
    return outcomeOf(report, status === 0);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return { passed: 0, failed: 1, ran: [], died: [] };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a report says; `isGood` is vitest's own verdict. */
export function outcomeOf({ files, errors }: RunReport, isGood: boolean): Outcome {
  // The pool's errors are deaths of processes: one for each file that died. Without one, files are pending because of `--bail`.
  const deaths = errors.filter((message) => message.startsWith('[vitest-pool')).length;
  const died = files.filter(({ state }) => deaths > 0 && state === 'pending');
  const ended = files.filter((file) => !died.includes(file));
  const unhandled = errors.length - Math.min(deaths, died.length);
  const failed =
    unhandled +
    ended.reduce((sum, file) => sum + failedIn(file), 0) +
    died.flatMap(({ tests }) => tests).filter(({ state }) => state === 'failed').length;
  return {
    passed: ended.flatMap(({ tests }) => tests).filter(({ state }) => state === 'passed').length,
    failed: failed || Number(!isGood && died.length === 0),
    ran: files.map(({ name }) => name),
    died: died.map(({ name }) => name),
  };
}

/** What neither passed nor failed was skipped, and a skipped test is a failed promise; so is a file that broke beside its tests. */
const failedIn = ({ state, tests }: FileReport): number =>
  tests.filter((test) => test.state !== 'passed').length || Number(state === 'failed');
