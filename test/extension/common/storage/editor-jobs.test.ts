import { beforeEach, expect, test, vi } from 'vitest';

const DAY_MS = 24 * 60 * 60 * 1000;

let stored = new Map<string, unknown>();
let tabs: { id: number; url: string }[] = [];

vi.mock('idb-keyval', () => ({
  createStore() {},
  get: async (id: string) => stored.get(id),
  set: async (id: string, value: unknown) => void stored.set(id, value),
  entries: async () => [...stored],
  delMany: async (ids: readonly string[]) => {
    for (const id of ids) stored.delete(id);
  },
}));
vi.mock('../../../../extension/common/browser/browser.ts', () => ({
  browser: { runtime: { getURL: (path: string) => `ext:/${path}` }, tabs: { query: async () => tabs } },
}));
const { forgetJobs, forgetTabs, takeJob } = await import('../../../../extension/common/storage/editor-jobs.ts');

const ago = (days: number) => Date.now() - days * DAY_MS;
const keep = (id: string, since: number, tab?: number) =>
  stored.set(id, { picture: new Blob(), name: id, since, ...(tab !== undefined && { tab }) });
const showing = (id: number, job: string) => ({ id, url: `ext:/editor/editor.html#${job}` });
const ids = () => [...stored.keys()];

beforeEach(() => {
  stored = new Map();
  tabs = [];
});

test('a job is forgotten with its tab, also where the browser still lists that', async () => {
  keep('a', ago(0), 1);
  keep('b', ago(0), 2);
  tabs = [showing(1, 'a'), showing(2, 'b')];
  await forgetJobs(1);
  expect(ids()).toEqual(['b']);
});

test('a job that lay about for a day is forgotten, unless a tab shows it or waits to', async () => {
  keep('lying', ago(1.1));
  keep('new', ago(0.9));
  keep('open', ago(3), 1);
  keep('waiting', ago(3));
  tabs = [showing(1, 'open'), showing(2, 'waiting'), { id: 3, url: 'https://lying.test/#lying' }];
  await forgetJobs(9);
  expect(ids()).toEqual(['new', 'open', 'waiting']);
});

test('numbers of the last session’s tabs mean nothing in the next, in which jobs are kept for another day', async () => {
  keep('a', ago(3), 1);
  keep('restored', ago(3), 2);
  keep('without', ago(0.5));
  tabs = [{ id: 1, url: 'https://other.test/' }, showing(2, 'restored')];
  await forgetTabs();
  await forgetJobs(1);
  expect(ids()).toEqual(['a', 'restored', 'without']);
  await forgetJobs(2);
  expect(ids()).toEqual(['a', 'without']);
});

test('of a duplicated tab the copy has a job of its own, and closing it leaves the first one’s', async () => {
  keep('a', ago(3), 1);
  tabs = [showing(1, 'a'), showing(2, 'a')];
  const copy = await takeJob('a', 2);
  expect(copy?.id).not.toBe('a');
  expect(ids()).toEqual(['a', copy?.id]);
  tabs = [showing(1, 'a'), showing(2, copy?.id ?? '')];
  await forgetJobs(2);
  expect(ids()).toEqual(['a']);
});

test('a tab that is loaded anew or restored keeps its job', async () => {
  keep('a', ago(3), 1);
  tabs = [showing(7, 'a'), { id: 1, url: 'https://other.test/' }];
  expect((await takeJob('a', 7))?.id).toBe('a');
  expect((await takeJob('a', 7))?.id).toBe('a');
  await forgetJobs(1);
  expect(ids()).toEqual(['a']);
  expect(await takeJob('gone', 7)).toBeUndefined();
});
