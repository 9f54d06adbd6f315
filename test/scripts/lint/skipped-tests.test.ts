import { expect, it } from 'vitest';
import { skippedIn, skippedTests } from '../../../scripts/common/skipped-tests.ts';

it('no test of the repository may be left out of a run', () => {
  expect(skippedTests('.')).toEqual([]);
});

it.each(['skip', 'skipIf', 'runIf', 'todo', 'only'])('a test with .%s is named with its line', (way) => {
  const text = ["it('runs', () => {});", `  test.${way}(chromium)('may not', () => {});`].join('\n');
  expect(skippedIn('test/a.test.ts', text)).toEqual([
    "test/a.test.ts:2 may not run: register a test only where it can run, and don't skip it.",
  ]);
});

it.each([
  `${'x'}it('may not', () => {});`,
  `suite${'.skip'}('may not', () => {});`,
  `it('may not', { skip${': true'} }, () => {});`,
  `it('may not', { skip${': !chromium'} }, () => {});`,
  `it('may not', { todo${': true'} });`,
  `it('is alone', { only${': true'} }, () => {});`,
  `it('may not', (context) => context${'.skip'}());`,
  `it('may not', ({ skip }) => ${'skip'}(!chromium));`,
])('so is %s', (line) => {
  expect(skippedIn('test/a.test.ts', line)).toHaveLength(1);
});

it('other words that look alike are no skipped test', () => {
  expect(skippedIn('test/a.test.ts', "it('skips what is there', async () => { await list.skip(); });")).toEqual([]);
});
