import { expect, test } from 'vitest';
import { candidate } from '../../../../extension/page/find/candidates.ts';

const decider = (srcset: string) => ({ srcset }) as HTMLImageElement;

test('a candidate keeps the intrinsic size: by density, or by width where the page’s own candidates have widths', () => {
  expect(candidate(decider(''), 'blob:1', 512, 1024)).toBe('blob:1 0.5x');
  expect(candidate(decider('a.jpg 1x, b.jpg 2x'), 'blob:1', 1024, 1024)).toBe('blob:1 1x');
  expect(candidate(decider('a.jpg 400w, b.jpg 800w'), 'blob:1', 800, 300)).toBe('blob:1 800w');
  expect(candidate(decider('a-400w.jpg, b.jpg 2x'), 'blob:1', 800, 400)).toBe('blob:1 2x');
});
