import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A test that may not run: `npm test` counts it as failed, and beside an `only` the others do not run. */
const SKIPPED = new RegExp(
  [
    /\b(?:it|test|describe|suite)(?:\.\w+)*\.(?:skip|skipIf|runIf|todo|only)\b/,
    /\bx(?:it|test|describe)\(/,
    // The options of a test.
    /\b(?:skip|todo|only):(?! false)/,
    // A test's context, whole or in parts.
    /\b(?:ctx|context|task)\.skip\(|(?<![.\w])skip\(/,
  ]
    .map(({ source }) => source)
    .join('|'),
);

/** Tests below `root`/test that may not run, one sentence each. */
export const skippedTests = (root: string): string[] =>
  readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts') && !name.includes('node_modules'))
    .flatMap((name) => skippedIn(`test/${name.replaceAll('\\', '/')}`, readFileSync(join(root, 'test', name), 'utf8')));

/** The same in the text of one file. */
export const skippedIn = (path: string, text: string): string[] =>
  text
    .split('\n')
    .flatMap((line, i) =>
      SKIPPED.test(line)
        ? [`${path}:${i + 1} may not run: register a test only where it can run, and don't skip it.`]
        : [],
    );
