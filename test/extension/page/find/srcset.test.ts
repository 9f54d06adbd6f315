import { expect, test } from 'vitest';
import { readSrcset } from '../../../../extension/page/find/srcset.ts';

test('a srcset is read as browsers read it: commas in addresses, any white space, candidates without a descriptor', () => {
  expect(readSrcset(' a.jpg, b.jpg 2x ,\n c,d.jpg 1.5x,/w_400,h_300/e.jpg  400w')).toEqual([
    { url: 'a.jpg' },
    { url: 'b.jpg', descriptor: { unit: 'x', value: 2 } },
    { url: 'c,d.jpg', descriptor: { unit: 'x', value: 1.5 } },
    { url: '/w_400,h_300/e.jpg', descriptor: { unit: 'w', value: 400 } },
  ]);
  expect(readSrcset('')).toEqual([]);
});

test('a long one takes no long time', () => {
  const [commas, letters] = [`a${','.repeat(50_000)}`, 'a,'.repeat(50_000)];
  const before = performance.now();
  for (const each of [commas, letters, ' '.repeat(50_000)]) readSrcset(each);
  expect(performance.now() - before).toBeLessThan(1000);
});
