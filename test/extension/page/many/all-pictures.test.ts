import { expect, test, vi } from 'vitest';
import type { NextStep } from '../../../../extension/common/elements/next-steps.ts';
import type { Tally } from '../../../../extension/page/overlay/cards/summary.ts';
import { CutoutError } from '../../../../shared/errors.ts';

/** What the card shows. */
let shown: { tally: Tally; running: boolean; steps: readonly NextStep[] } | undefined;
/** Answers the questions that wait in the options page. */
const answers: (() => void)[] = [];
let work: () => Promise<void>;

const pictureAt = (url: string) => ({
  ...{ kind: 'img', url, width: 200, height: 200 },
  element: {
    getBoundingClientRect: () => ({ width: 200, height: 200, top: 0, bottom: 200 }),
    checkVisibility: () => true,
  },
});
vi.mock('../../../../extension/common/browser/browser.ts', () => ({ browser: { i18n: { getMessage: String } } }));
vi.mock('../../../../extension/page/find/find.ts', () => ({
  pictures: () => ['a', 'b'].map((name) => pictureAt(`https://pictures.example/${name}.jpg`)),
}));
vi.mock('../../../../extension/page/overlay/overlay.ts', () => ({
  createOverlay: () => ({ show() {}, hide() {} }),
}));
vi.mock('../../../../extension/page/overlay/cards/panel.ts', () => ({}));
vi.mock('../../../../extension/page/overlay/cards/summary.ts', () => ({
  summaryCard: () => ({
    show(tally: Tally, running: boolean, steps: readonly NextStep[]) {
      shown = { tally, running, steps };
    },
  }),
}));
vi.mock('../../../../extension/page/session/sessions.ts', () => ({
  isKnown: () => false,
  sessionOf: () => ({ runQuietly: () => work() }),
}));
vi.mock('../../../../extension/page/acquire/host-permission.ts', () => ({
  requestHost: () => new Promise<void>((resolve) => answers.push(resolve)),
}));
vi.stubGlobal('innerHeight', 1000);
const { cutOutAll } = await import('../../../../extension/page/many/all-pictures.ts');

test('a host that was asked for twice and is allowed then is gone on with once', async () => {
  work = async () => {
    throw new CutoutError('permission-needed', 'The host is not allowed.');
  };
  cutOutAll({} as Parameters<typeof cutOutAll>[0], false);
  await vi.waitFor(() => expect(shown?.running).toBe(false));
  for (let time = 0; time < 2; time++) shown?.steps[0].act();

  const done: (() => void)[] = [];
  work = () => new Promise((resolve) => done.push(resolve));
  for (const answer of answers) answer();
  await vi.waitFor(() => expect(done).toHaveLength(2));
  done[0]();
  await vi.waitFor(() => expect(shown?.tally.done).toBe(1));
  expect(shown?.running).toBe(true);
  done[1]();
  await vi.waitFor(() => expect(shown?.running).toBe(false));
  expect(shown?.tally).toMatchObject({ total: 2, done: 2, found: 2, failures: [] });
});
