import { expect, test, vi } from 'vitest';
import type { Part } from '../../../shared/person/part.ts';

let goOn = () => {};
const left = ['a', 'b', 'c'];
const file = new File(['x'], 'x.png');
let parts: readonly (Part | undefined)[] = [];
let isTaken = false;
let kept = { isDone: false, finished: 0 };
let said: string[] = [];

vi.mock('../../../extension/common/words/words.ts', () => ({ t: (...words: string[]) => words.join(' ') }));
vi.mock('../../../extension/common/words/failure.ts', () => ({ inWords: (thrown: unknown) => thrown }));
vi.mock('../../../extension/common/elements/notice.ts', () => ({
  notice(sentence: string, steps: readonly { act(): void }[] = []) {
    said.push(sentence);
    if (steps[0]) goOn = steps[0].act;
  },
}));
vi.mock('../../../extension/common/storage/batches.ts', () => ({
  leftItems: async () => ({ keys: left, ...kept }),
  forgetLeft: async () => {},
  // The last one was not done.
  adopt: async () =>
    isTaken
      ? []
      : [
          ...parts.map((part, i) => ({
            key: left[i],
            file,
            result: { name: 'x', cutout: new Blob(), ...(part && { part }) },
          })),
          { key: 'c', file },
        ],
}));
const { offerLeftItems } = await import('../../../extension/batch/left.ts');

/** Goes on with a list of results of these parts, in a tab with so many pictures. */
async function gone(there: number, checked: boolean, ...made: readonly (Part | undefined)[]) {
  parts = made;
  const headOnly = { checked } as HTMLInputElement;
  const restore = vi.fn<(items: readonly { state: { kind: string } }[]) => void>();
  const queue = { items: Array.from({ length: there }), restore } as unknown as Parameters<typeof offerLeftItems>[0];
  await offerLeftItems(queue, headOnly, () => {});
  goOn();
  await vi.waitFor(() => expect(restore).toHaveBeenCalled());
  return [headOnly.checked, ...restore.mock.calls[0][0].map(({ state }) => state.kind)];
}

test('an empty tab goes on with heads or whole people, as the list was', async () => {
  expect(await gone(0, false, 'head', 'head')).toEqual([true, 'done', 'done', 'waiting']);
  expect(await gone(0, true, undefined, undefined)).toEqual([false, 'done', 'done', 'waiting']);
  expect(await gone(0, true)).toEqual([true, 'waiting']);
});

test('in a tab with pictures its own choice stays, and what is otherwise is made anew', async () => {
  expect(await gone(2, false, 'head', undefined)).toEqual([false, 'waiting', 'done', 'waiting']);
});

test('where another tab took the lists meanwhile, a sentence says so', async () => {
  const queue = { items: [], restore: vi.fn() } as unknown as Parameters<typeof offerLeftItems>[0];
  isTaken = true;
  await offerLeftItems(queue, {} as HTMLInputElement, () => {});
  said = [];
  goOn();
  await vi.waitFor(() => expect(said).toEqual(['', 'batchLeftGone']));
  expect(queue.restore).not.toHaveBeenCalled();
  isTaken = false;
});

test.each([
  [false, 0, 'batchLeft'],
  [false, 2, 'batchLeftPart'],
  [true, 3, 'batchLeftDone'],
])('what is offered says how much of it is finished (done: %s, finished: %i)', async (isDone, finished, sentence) => {
  kept = { isDone, finished };
  said = [];
  await offerLeftItems({} as Parameters<typeof offerLeftItems>[0], {} as HTMLInputElement, () => {});
  expect(said).toEqual([`${sentence} 3 ${finished}`]);
});
