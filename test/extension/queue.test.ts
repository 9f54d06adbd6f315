import { expect, test } from 'vitest';
import { type Item, Queue } from '../../extension/batch/queue.ts';
import { CutoutError } from '../../shared/errors.ts';
import type { Consent } from '../../shared/remote.ts';

const file = (name: string) => new File(['x'], name);

/** A queue whose jobs end when the test says so. */
function batch() {
  const started: { name: string; consent: Consent | undefined }[] = [];
  const ends = new Map<string, { done(): void; fail(error: Error): void; tell(fraction: number): void }>();
  const queue = new Queue<string>(
    ({ name }, consent, signal, tell) =>
      new Promise((resolve, reject) => {
        started.push({ name, consent });
        signal.addEventListener('abort', () => reject(signal.reason));
        ends.set(name, { done: () => resolve(`${name}!`), fail: reject, tell: (at) => tell(at, 'words') });
      }),
    () => {},
  );
  const states = () => queue.items.map(({ file, state }) => `${file.name} ${state.kind}`);
  const item = (name: string) => queue.items.find((each) => each.file.name === name) as Item<string>;
  const settle = () => new Promise((resolve) => setTimeout(resolve));
  return { queue, started, ends, states, item, settle };
}

test('does one file after the other, in the order they came', async () => {
  const { queue, started, ends, states, item, settle } = batch();
  queue.add([file('a'), file('b')]);
  queue.add([file('c')]);
  expect(states()).toEqual(['a working', 'b waiting', 'c waiting']);
  ends.get('a')?.tell(0.5);
  expect(item('a').state).toEqual({ kind: 'working', fraction: 0.5, words: 'words' });
  ends.get('a')?.done();
  await settle();
  expect(states()).toEqual(['a done', 'b working', 'c waiting']);
  expect(item('a').state).toEqual({ kind: 'done', result: 'a!' });
  expect(started).toHaveLength(2);
});

test('a failure leaves the others alone, and can be tried again with an answer', async () => {
  const { queue, started, ends, states, item, settle } = batch();
  queue.add([file('a'), file('b')]);
  ends.get('a')?.fail(new CutoutError('remote-offered', 'May a copy be sent?'));
  await settle();
  expect(item('a').state).toEqual({
    kind: 'failed',
    error: { code: 'remote-offered', message: 'May a copy be sent?' },
  });
  queue.again(item('a'), 'once');
  expect(states()).toEqual(['a waiting', 'b working']);
  ends.get('b')?.done();
  await settle();
  expect(started.at(-1)).toEqual({ name: 'a', consent: 'once' });
  queue.again(item('b'));
  expect(states()).toEqual(['a working', 'b done']);
});

test('one can be cancelled while it works or waits', async () => {
  const { queue, ends, states, item, settle } = batch();
  queue.add([file('a'), file('b'), file('c')]);
  queue.cancel(item('b'));
  queue.cancel(item('a'));
  await settle();
  expect(states()).toEqual(['a cancelled', 'b cancelled', 'c working']);
  ends.get('a')?.tell(0.9);
  expect(states()[0]).toBe('a cancelled');
});

test('all can be cancelled, and none starts', async () => {
  const { queue, started, ends, states, settle } = batch();
  queue.add([file('a'), file('b'), file('c')]);
  ends.get('a')?.done();
  await settle();
  queue.cancelAll();
  await settle();
  expect(states()).toEqual(['a done', 'b cancelled', 'c cancelled']);
  expect(started.map(({ name }) => name)).toEqual(['a', 'b']);
});

test('a cleared list takes new files', async () => {
  const { queue, states, settle } = batch();
  queue.add([file('a'), file('b')]);
  queue.clear();
  expect(states()).toEqual([]);
  await settle();
  queue.add([file('c')]);
  expect(states()).toEqual(['c working']);
});
