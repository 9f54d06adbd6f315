import { expect, test } from 'vitest';
import { makingRoom } from '../../../../extension/common/storage/closed-lists.ts';

const GB = 1_000_000_000;

test('beyond 2 GB those that were closed first make room, and never the last one', () => {
  const list = (name: string, until: number, bytes: number) => ({ name, until, bytes });
  const [old, middle, last] = [list('old', 1, GB), list('middle', 2, GB / 2), list('last', 3, GB)];
  expect(makingRoom([old, middle, last])).toEqual(['old']);
  expect(makingRoom([old, last])).toEqual([]);
  expect(makingRoom([{ ...last, bytes: 5 * GB }, old, middle])).toEqual(['middle', 'old']);
  expect(makingRoom([{ ...last, bytes: 5 * GB }])).toEqual([]);
});
