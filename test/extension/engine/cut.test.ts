import { beforeEach, expect, test, vi } from 'vitest';
import { nextSteps } from '../../../extension/common/elements/next-steps.ts';
import { inWords } from '../../../extension/common/words/failure.ts';
import { CutoutError, failureOf, reportOf } from '../../../shared/errors.ts';
import type { CutoutClient } from '../../../shared/web/engine-worker/client.ts';

const REMOTE = { version: 1, use: 'ask', address: 'https://mattes.example' };
let managed: Record<string, unknown> = {};
vi.mock('../../../extension/common/browser/browser.ts', () => ({
  browser: {
    i18n: { getMessage: (key: string) => key },
    storage: {
      local: { get: async () => ({ settings: { version: 3, remote: REMOTE } }) },
      managed: { get: async () => managed },
    },
  },
}));
const { cut } = await import('../../../extension/engine/cut.ts');

/** The buttons of the question, as they are shown where a device can't run the networks. */
async function offered(): Promise<readonly string[]> {
  const client = {
    cutOut: async () => {
      throw new CutoutError('no-backend', 'No way to run the network.', { facts: ['none'] });
    },
  } as unknown as CutoutClient;
  const thrown = await cut(client, { picture: new Blob(), outputs: ['matte'] }, undefined, {}).catch((why) => why);
  // As it comes over the engine's port.
  const failure = inWords(failureOf(reportOf(thrown)));
  expect(failure.code).toBe('remote-offered');
  return nextSteps(failure, () => {}).steps.map(({ label }) => label);
}

beforeEach(() => {
  managed = {};
});

test('the question of the server may be answered for always', async () => {
  expect(await offered()).toEqual(['sendOnce', 'sendAlways']);
});

test('“always” is not offered where the administrators want the question each time', async () => {
  managed = { remote: REMOTE };
  expect(await offered()).toEqual(['sendOnce']);
});
