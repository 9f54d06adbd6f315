import { beforeEach, expect, test, vi } from 'vitest';

const opened = vi.fn(async () => {});
let managed: () => Promise<Record<string, unknown>>;

vi.stubGlobal('GREETS', true);
vi.mock('../../../extension/common/requests/help.ts', () => ({ openWelcome: opened }));
vi.mock('../../../extension/common/browser/browser.ts', () => ({
  browser: { storage: { managed: { get: () => managed() } } },
}));
const { greet } = await import('../../../extension/background/welcome.ts');

beforeEach(() => {
  opened.mockClear();
});

test.each([
  ['install', async () => ({}), 1],
  ['install', async () => ({ welcome: true }), 1],
  // Firefox without a native manifest.
  ['install', async () => Promise.reject(new Error('no managed storage')), 1],
  ['install', async () => ({ welcome: false }), 0],
  ['update', async () => ({}), 0],
] as const)('after %s the page opens unless administrators leave it out', async (reason, policies, times) => {
  managed = policies;
  await greet(reason);
  expect(opened).toHaveBeenCalledTimes(times);
});
