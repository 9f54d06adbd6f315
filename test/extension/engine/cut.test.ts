import { beforeEach, expect, test, vi } from 'vitest';
import { nextSteps } from '../../../extension/common/elements/next-steps.ts';
import { inWords } from '../../../extension/common/words/failure.ts';
import { headInWords } from '../../../extension/common/words/no-head.ts';
import type { Consent } from '../../../shared/contracts/remote.ts';
import { CutoutError, failureOf, reportOf } from '../../../shared/errors.ts';
import type { Part } from '../../../shared/person/part.ts';
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
  const failure = await failed();
  expect(failure.code).toBe('remote-offered');
  return nextSteps(failure, () => {}).steps.map(({ label }) => label);
}

/** How a job fails where this device can't run the networks, as it comes over the engine's port. */
async function failed(consent?: Consent, part?: Part) {
  const client = {
    cutOut: async () => {
      throw new CutoutError('no-backend', 'No way to run the network.', { facts: ['none'] });
    },
  } as unknown as CutoutClient;
  const request = { picture: new Blob(), outputs: ['matte'], ...(part && { part }) } as const;
  const thrown = await cut(client, request, consent, {}).catch((why) => why);
  return inWords(failureOf(reportOf(thrown)));
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

test('the question is not asked again once it was answered: what failed then, the server does not do', async () => {
  expect((await failed('once')).code).toBe('no-backend');
});

test('the question is not asked for a head, which no server finds; the sentence names what helps', async () => {
  const failure = await failed(undefined, 'head');
  expect(failure.code).toBe('no-backend');
  expect(inWords(headInWords(failure)).message).toBe('failedNoHeads');
});
