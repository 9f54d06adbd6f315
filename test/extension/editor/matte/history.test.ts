import { expect, test } from 'vitest';
import { createHistory, replaceMatte } from '../../../../extension/editor/matte/history.ts';
import { newMatte } from '../../../../shared/image/picture.ts';

test('a change of something else is undone and done again in its turn among those of the matte', () => {
  const matte = newMatte(4, 4);
  const history = createHistory(matte, 1e6);
  let [place, other] = ['there', 'here'];
  const paint = (value: number) => {
    const painted = newMatte(4, 4);
    painted.data.fill(value);
    history.add(replaceMatte(matte, painted));
  };
  paint(10);
  history.record(() => {
    [place, other] = [other, place];
  });
  paint(20);
  history.undo();
  expect([matte.data[0], place]).toEqual([10, 'there']);
  expect(history.undo()).toEqual(new Map());
  expect([matte.data[0], place]).toEqual([10, 'here']);
  history.undo();
  expect(matte.data[0]).toBe(0);
  expect(history.canUndo).toBe(false);
  history.redo();
  history.redo();
  history.redo();
  expect([matte.data[0], place]).toEqual([20, 'there']);
  expect(history.canRedo).toBe(false);
});
