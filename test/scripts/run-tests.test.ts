import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, expect, test, vi } from 'vitest';
import { outcomeOf } from '../../scripts/common/run-tests.ts';
import { LIMIT } from './command.ts';

vi.setConfig({ testTimeout: LIMIT });

const MODULE = pathToFileURL('scripts/common/run-tests.ts').href;
const folders: string[] = [];
afterEach(() => Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true }))));

/** What `runTests` counts of these files, and what it prints. `once(NAME)` is true the first time only; `die()` ends the process. */
async function run(files: Readonly<Record<string, string>>, ...options: string[]) {
  const root = await mkdtemp(join(tmpdir(), 'matteo-runs-'));
  folders.push(root);
  const common = `const { existsSync, writeFileSync } = await import('node:fs');
    const once = (name) => !existsSync(name) && (writeFileSync(name, ''), true);
    const die = () => { process.kill(process.pid, 'SIGKILL'); return new Promise(() => {}); };\n`;
  for (const [name, text] of Object.entries(files)) await writeFile(join(root, `${name}.test.js`), common + text);
  const args = ['--globals', '--retry=0', ...options];
  const code = `import(${JSON.stringify(MODULE)}).then(({ runTests }) =>
    console.log('COUNTS' + JSON.stringify(runTests(${JSON.stringify(args)}, ${JSON.stringify(root)}))))`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', '-e', code]);
  const { passed, failed } = JSON.parse(stdout.split('COUNTS')[1]);
  return { passed, failed, out: stdout };
}

const GOOD = "test('good', () => {});";
const DIES = "test('first', () => {}); test('dies', async () => { if (once('dies')) await die(); });";

test('an ordinary run counts what passed and what failed', async () => {
  expect(await run({ good: GOOD, other: GOOD })).toMatchObject({ passed: 2, failed: 0 });
  const files = { good: GOOD, bad: "test('bad', () => { throw 1; });", broken: 'throw 1;' };
  expect(await run(files)).toMatchObject({ passed: 1, failed: 2 });
});

test('files whose process died in a test, on import or after the tests are run once more, with the same options', async () => {
  const files = {
    good: GOOD,
    dies: DIES,
    imported: "if (once('imported')) await die(); test('one', () => {});",
    after: "test('one', () => {}); afterAll(async () => { if (once('after')) await die(); });",
  };
  const { passed, failed, out } = await run(files);
  expect({ passed, failed }).toEqual({ passed: 5, failed: 0 });
  expect(out).toMatch(/^Second run.*: (?=.*dies)(?=.*imported)(?=.*after)(?!.*good)/m);
});

test('a file whose process dies again has failed', async () => {
  expect(await run({ good: GOOD, dies: "test('dies', () => die());" })).toMatchObject({ passed: 1, failed: 1 });
});

test('a death forgives no error that no test caught', async () => {
  const rejects = "test('passes', () => { Promise.reject(new Error('unheard')); });";
  expect(await run({ dies: DIES, rejects })).toMatchObject({ passed: 3, failed: 1 });
});

test('a death forgives no test that had failed before, and no death of a process whose file had ended', () => {
  const tests = ['failed', 'passed', 'pending'].map((state) => ({ name: state, state }));
  const died = { name: 'dies.test.js', state: 'pending', tests };
  const deaths = ['[vitest-pool]: Worker forks emitted error.', '[vitest-pool]: Worker forks emitted error.'];
  const outcome = { passed: 0, failed: 1, died: ['dies.test.js'] };
  expect(outcomeOf({ files: [died], errors: deaths.slice(1) }, false)).toMatchObject(outcome);
  expect(outcomeOf({ files: [died], errors: deaths }, false)).toMatchObject({ ...outcome, failed: 2 });
});
