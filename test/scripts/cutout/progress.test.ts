import { expect, test } from 'vitest';
import { createProgress } from '../../../scripts/cutout/progress.ts';

/** What a terminal of so many columns shows of the line now, and whatever was written. */
function screen(isTTY: boolean, columns = 80) {
  let all = '';
  return {
    isTTY,
    columns,
    write: (text: string) => {
      all += text;
    },
    all: () => all,
    line: () => all.slice(all.lastIndexOf('\u001b[K') + 3),
  };
}

test('a terminal shows how many are done and how long the others take; the line goes in the end', () => {
  const shown = screen(true);
  let now = 0;
  const progress = createProgress(4, shown, () => now);
  expect(shown.line()).toBe('0 of 4 (0 %)');
  now = 20_000;
  progress.done();
  expect(shown.line()).toBe('1 of 4 (25 %), about 60 s left');
  now = 600_000;
  progress.done();
  expect(shown.line()).toBe('2 of 4 (50 %), about 10 min left');
  progress.clear();
  expect(shown.line()).toBe('');
  progress.done();
  progress.done();
  expect(shown.line()).toBe('');
  expect(shown.all()).not.toContain('\n');
});

test('a narrow terminal has no second line', () => {
  const shown = screen(true, 11);
  createProgress(4, shown);
  expect(shown.line()).toBe('0 of 4 (0 ');
});

test('a pipe has no line of progress', () => {
  const shown = screen(false);
  const progress = createProgress(2, shown);
  progress.done();
  progress.clear();
  expect(shown.all()).toBe('');
});
