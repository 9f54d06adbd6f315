import { expect, test } from 'vitest';
import { createOwnNetworks } from '../../../../shared/web/own/serving.ts';

test('the frames of one video follow one another, those of others and of other networks by themselves', () => {
  const { sequenceOf } = createOwnNetworks();
  const first = sequenceOf({ own: 'a', sequence: 'film' });
  expect(sequenceOf({ own: 'a', sequence: 'film' })).toBe(first);
  expect(sequenceOf({ own: 'b', sequence: 'film' })).not.toBe(first);
  expect(sequenceOf({ own: 'a' })).toBeUndefined();
});

test('the last few videos are remembered', () => {
  const { sequenceOf } = createOwnNetworks();
  const of = (sequence: string) => sequenceOf({ own: 'a', sequence });
  const kept = ['1', '2', '3', '4'].map(of);
  expect(of('1')).toBe(kept[0]);
  of('5');
  expect(of('1')).toBe(kept[0]);
  expect(of('2')).not.toBe(kept[1]);
});
