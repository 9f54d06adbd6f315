import { expect, test, vi } from 'vitest';

/** Whether what was shown was secret, each time. */
const shown: boolean[] = [];
vi.mock('../../../../extension/common/engine/ask-engine.ts', () => ({ compose: async () => new Blob(['composed']) }));
vi.mock('../../../../extension/page/replace/replacer.ts', () => ({
  createReplacer: () => ({ show: async (_: Blob, secret: boolean) => void shown.push(secret) }),
}));
const { createDisplay } = await import('../../../../extension/page/session/display.ts');
const { createResults } = await import('../../../../extension/page/session/results/results.ts');
type Created = Parameters<typeof createDisplay>;

test('a cutout over a picture of the person’s own is shown where the page can’t read it, over others where it can (privacy 21)', async () => {
  const results = createResults();
  results.setPicture({ picture: new Blob(['public']), secret: false });
  results.add({ width: 1, height: 1, person: 'yes', people: [], cutout: new Blob(['cutout']) });
  const display = createDisplay({} as Created[0], results, {} as Created[2], () => {});
  await display.show();
  await display.setBackdrop({ kind: 'picture', picture: new Blob(['own']) });
  await display.setBackdrop({ kind: 'colour', colour: '#ffffff' });
  await display.setBackdrop({ kind: 'none' });
  expect(shown).toEqual([false, true, false, false]);
});
