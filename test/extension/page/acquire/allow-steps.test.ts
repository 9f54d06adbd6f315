import { expect, test, vi } from 'vitest';

vi.mock('../../../../extension/common/browser/browser.ts', () => ({
  browser: {
    i18n: { getMessage: (key: string, values: string[]) => [key, ...values].join(' ') },
    // A person who says no.
    runtime: { id: 'matteo', sendMessage: async () => ({ ok: true, granted: false }) },
  },
}));
const { allowSteps, askedFor } = await import('../../../../extension/page/acquire/allow-steps.ts');

/** What each button leads to after a no. */
async function refused(code: 'permission-needed' | 'all-hosts-needed') {
  const asked = askedFor(code, 'https://a.example/p.jpg');
  if (!asked) throw new Error('Nothing is asked for.');
  const requests: (() => Promise<void>)[] = [];
  const steps = allowSteps(asked, (request) => requests.push(request));
  for (const { act } of steps) act();
  return Promise.all(requests.map((request, at) => request().catch(({ code }) => [steps[at].label, code])));
}

test('who says no to a host, or to all in its place, may choose again between the two', async () => {
  expect(await refused('permission-needed')).toEqual([
    ['allowHost a.example', 'permission-needed'],
    ['allowEverywhere', 'permission-needed'],
  ]);
});

test('who says no to all hosts is not asked for the one that is allowed already', async () => {
  expect(await refused('all-hosts-needed')).toEqual([['allowEverywhere', 'all-hosts-needed']]);
});
