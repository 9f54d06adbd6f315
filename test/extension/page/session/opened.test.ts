import { expect, it } from 'vitest';
import { openedAt, placeOf } from '../../../../extension/page/session/opened.ts';
import type { SessionState } from '../../../../extension/page/session/state.ts';

it('pictures in an editor are known by their names until fifty others came', () => {
  const state = { results: { acquired: { picture: new Blob(), secret: false } } } as SessionState;
  const place = placeOf(state);
  for (let i = 1; i < 50; i++) placeOf(state);
  expect(openedAt(place)).toEqual({ state, acquired: state.results.acquired });
  placeOf(state);
  expect(openedAt(place)).toBe(undefined);
});
