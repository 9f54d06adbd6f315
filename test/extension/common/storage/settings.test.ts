import { beforeEach, expect, test, vi } from 'vitest';
import {
  allowRemote,
  changeSettings,
  readOwnSettings,
  readSettings,
} from '../../../../extension/common/storage/settings.ts';

let kept: Record<string, unknown> = {};
let managed: Record<string, unknown> = {};
vi.mock('../../../../extension/common/browser/browser.ts', () => ({
  browser: {
    storage: {
      local: {
        get: async () => structuredClone(kept),
        set: async (some: Record<string, unknown>) => {
          kept = { ...kept, ...structuredClone(some) };
        },
        remove: async () => {},
      },
      managed: { get: async () => managed },
    },
  },
}));
vi.stubGlobal('navigator', { locks: { request: (_: string, work: () => unknown) => work() } });

const OWN = { version: 1, use: 'ask', address: 'https://own.example' } as const;
beforeEach(async () => {
  managed = {};
  kept = {};
  await changeSettings({ remote: OWN });
});

test('“always” is kept where the person has the say', async () => {
  expect((await allowRemote()).remote).toEqual({ ...OWN, use: 'fallback' });
  expect((await readSettings()).remote.use).toBe('fallback');
});

test('“always” changes nothing where the administrators want the question, and their server is not written down', async () => {
  managed = { remote: { use: 'ask', address: 'https://firm.example', token: 'word' } };
  expect((await allowRemote()).remote).toMatchObject({ use: 'ask', address: 'https://firm.example' });
  managed = {};
  expect((await readSettings()).remote).toEqual(OWN);
});

test('the person’s own settings are read without the policies', async () => {
  managed = { theme: 'dark', model: 'lite' };
  expect(await readSettings()).toMatchObject({ theme: 'dark', model: 'lite', own: '' });
  expect(await readOwnSettings()).toMatchObject({ theme: 'auto', model: 'portrait-s' });
});
