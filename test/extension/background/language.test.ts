import { readFile } from 'node:fs/promises';
import { beforeEach, expect, test, vi } from 'vitest';
import german from '../../../extension/_locales/de/messages.json' with { type: 'json' };
import english from '../../../extension/_locales/en/messages.json' with { type: 'json' };
import { ALL_PICTURES } from '../../../extension/contracts/messages.ts';
import { DEFAULT_SETTINGS } from '../../../extension/contracts/settings.ts';

const ID = 'matteo';
const EXTENSION = new URL('../../../extension/', import.meta.url);
const REQUEST = { kind: 'picture/fetch', url: 'https://pictures.example/a.jpg' };

// What is stored in IndexedDB is none of this file's business.
vi.mock('../../../extension/common/storage/recents.ts', () => ({ clearRecents: async () => {} }));
vi.mock('../../../extension/common/storage/editor-jobs.ts', () => ({
  forgetTabs: async () => {},
  forgetJobs: async () => {},
}));
vi.mock('../../../extension/common/storage/batches.ts', () => ({ leftItems: async () => {} }));

type Listener = (...values: unknown[]) => unknown;
let heard: Record<string, Listener[]> = {};
let titles: string[] = [];
/** Hands out the settings, which the background asks for when it starts. */
let letGo = () => {};

const on = (name: string) => ({
  addListener(listener: Listener) {
    heard[name] = [...(heard[name] ?? []), listener];
  },
});
const tell = (name: string, ...values: unknown[]) => heard[name].map((listener) => listener(...values));
const told = ({ title }: { title: string }) => titles.push(title);

const start = async () => {
  const settings = new Promise<void>((resolve) => {
    letGo = resolve;
  }).then(() => ({ settings: { ...DEFAULT_SETTINGS, language: 'de' } }));
  const browser = {
    runtime: {
      ...{ id: ID, getURL: (path: string) => new URL(path, EXTENSION).href },
      ...{ onStartup: on('startup'), onInstalled: on('installed'), onMessage: on('message') },
    },
    i18n: { getMessage: (key: keyof typeof english) => english[key].message },
    storage: { local: { get: () => settings }, managed: { get: async () => ({}) }, onChanged: on('changed') },
    permissions: { contains: async () => false },
    scripting: { executeScript: () => Promise.reject(new Error('closed')) },
    tabs: { sendMessage: () => Promise.reject(new Error('closed')), onRemoved: on('removed') },
    action: { setBadgeText: async () => {}, setTitle: told },
    contextMenus: { removeAll: async () => {}, create: told, onClicked: on('menu') },
    commands: { onCommand: on('command') },
    declarativeNetRequest: { getSessionRules: async () => [] },
  };
  vi.doMock('../../../extension/common/browser/browser.ts', () => ({ browser }));
  await import('../../../extension/background/main.ts');
};

beforeEach(async () => {
  vi.stubGlobal('GREETS', false);
  vi.stubGlobal('fetch', async (path: string) =>
    path.endsWith('common/locales.json') ? Response.json(['de', 'en']) : new Response(await readFile(new URL(path))),
  );
  vi.spyOn(console, 'info').mockReturnValue();
  vi.resetModules();
  [heard, titles] = [{}, []];
  await start();
});

test('a page’s request that wakes the background is answered in the language of the settings', async () => {
  const [answer] = tell('message', REQUEST, { id: ID, url: 'https://pages.example/' });
  letGo();
  const { error } = (await answer) as { error: { message: string } };
  expect(error.message).toBe(german.permissionNeeded.message.replace('$HOST$', 'pictures.example'));
});

test.each([
  ['menu', [{ menuItemId: 'remove-background' }, { id: 1 }]],
  ['command', [ALL_PICTURES, { id: 1 }]],
])('so is a %s in a page that is closed to extensions', async (name, values) => {
  const done = tell(name, ...values);
  letGo();
  await Promise.all(done);
  expect(titles).toEqual([german.closedPage.message]);
});

test('the menus are made anew when the browser starts, in the language of the settings', async () => {
  tell('startup');
  letGo();
  await expect.poll(() => titles).toEqual([german.removeBackground.message, german.allPictures.message]);
});
