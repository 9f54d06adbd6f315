import { beforeEach, expect, test, vi } from 'vitest';
import type { Item } from '../../../extension/batch/queue.ts';
import type { Shown } from '../../../extension/batch/row.ts';
import { CutoutError } from '../../../shared/errors.ts';

const said = { textContent: '' };
const saved = vi.fn(async (_archive: Blob, _name: string) => {});
let unreadable: readonly string[] = [];

vi.mock('../../../extension/common/words/words.ts', () => ({
  t: (key: string, ...parts: string[]) => [key, ...parts].join(' '),
}));
vi.mock('../../../extension/common/words/failure.ts', () => ({ inWords: (thrown: unknown) => thrown }));
vi.mock('../../../extension/common/elements/dom.ts', () => ({ byId: () => said }));
vi.mock('../../../extension/common/engine/ask-engine.ts', () => ({ save: saved }));
vi.mock('../../../extension/common/storage/settings.ts', () => ({
  readSettings: async () => ({ fileName: '{name}' }),
}));
vi.mock('../../../extension/common/files/named.ts', () => ({
  named: async (picture: Blob, name: string) => ({ picture, name }),
}));
vi.mock('../../../extension/common/words/file-name.ts', () => ({ resultName: () => 'matteo.zip' }));
vi.mock('../../../extension/batch/finishing.ts', () => ({
  async finished({ name, cutout }: Shown) {
    if (unreadable.includes(name)) throw new Error(`${name} can’t be read.`);
    return cutout;
  },
}));
const { saveAll } = await import('../../../extension/batch/save-all.ts');

const done = (name: string): Item<Shown> => ({
  file: new File([name], name),
  state: { kind: 'done', result: { name, picture: new Blob(), cutout: new Blob([name]) } },
});
const names = (items: readonly Item<Shown>[]) => items.map(({ file }) => file.name);

beforeEach(() => {
  saved.mockClear();
  unreadable = [];
});

test('what can’t be made again is left out, counted and named; what was saved is answered', async () => {
  unreadable = ['b.png'];
  const items = [
    ...['a.png', 'b.png', 'c.png'].map(done),
    { file: new File([], 'd'), state: { kind: 'cancelled' } } as const,
  ];
  expect(names(await saveAll(items, false))).toEqual(['a.png', 'c.png']);
  expect(saved).toHaveBeenCalledTimes(1);
  expect(said.textContent).toBe('zipSavedWithout 2 1 zipLeftOut b.png');
});

test('of many the first ones are named', async () => {
  unreadable = Array.from({ length: 12 }, (_, i) => `${i}`);
  await saveAll([...unreadable, 'a'].map(done), false);
  expect(said.textContent).toBe('zipSaved 1 zipLeftOut 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, …');
});

test('where none can be made it is said why, and no ZIP is saved', async () => {
  unreadable = ['a.png'];
  expect(await saveAll([done('a.png')], false)).toEqual([]);
  expect(saved).not.toHaveBeenCalled();
  expect(said.textContent).toBe('a.png can’t be read.');
});

test('what the person cancelled says nothing', async () => {
  saved.mockRejectedValueOnce(new CutoutError('aborted', 'Was not saved.'));
  expect(await saveAll([done('a.png')], false)).toEqual([]);
  expect(said.textContent).toBe('');
});

test('a ZIP that was not saved saved nothing', async () => {
  saved.mockRejectedValueOnce(new Error('The download was stopped.'));
  expect(await saveAll([done('a.png')], false)).toEqual([]);
  expect(said.textContent).toBe('The download was stopped.');
});
