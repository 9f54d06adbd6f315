import { beforeEach, expect, it, vi } from 'vitest';

/** By a name that the compiler does not follow: the module's types are of the runtime, which has others than the DOM. */
const WORK: string = '../../../../worker/batches/batch/work.ts';
const { beginWork, endWork, postponeWork } = await import(WORK);

const FAILURE = { reason: 'unprocessable', detail: 'It is damaged.' } as const;

let row: object;
const removed = vi.fn(async (_keys: string[]) => {});
const ended = vi.fn();
const forgiven = vi.fn();

/** A batch of two pictures that runs; `row` is the one that is asked for. */
function runningBatch(): object {
  const kept = { id: 'b', state: 'running', counts: { waiting: 0, queued: 2, done: 0, failed: 0 }, failures: {} };
  return {
    kept: () => kept,
    running: () => kept,
    keep: () => {},
    wakeBy: async () => {},
    settings: { window: 0, patienceMs: 1000 },
    env: {},
    bindings: { BATCH_PICTURES: { delete: removed } },
    storage: { kv: { get: () => undefined } },
    pictures: { numbered: () => row, end: ended, forgive: forgiven, hold: () => {} },
  };
}

beforeEach(() => {
  vi.clearAllMocks();
  row = {
    number: 1,
    name: 'a',
    input: 'mine',
    content: 'c',
    bytes: 1,
    tries: 1,
    held: 1,
    due: 0,
    ended: null,
  } as never;
  Object.assign(row, { state: 'queued' });
});

it('a picture that failed is removed from the bucket', async () => {
  expect(await endWork(runningBatch(), 1, 'mine', FAILURE)).toBe(true);
  expect(ended).toHaveBeenCalledOnce();
  expect(removed).toHaveBeenCalledWith(['batches/b/inputs/mine']);
});

it('what is told of a picture that had the number before changes nothing', async () => {
  expect(await endWork(runningBatch(), 1, 'another', FAILURE)).toBe(true);
  expect(await postponeWork(runningBatch(), 1, 'another', 'busy', true)).toBeUndefined();
  expect(ended).not.toHaveBeenCalled();
  expect(forgiven).not.toHaveBeenCalled();
  expect(removed).not.toHaveBeenCalled();
});

it('one whose work stopped its isolate each time is given up, and removed', async () => {
  Object.assign(row, { tries: 4 });
  expect(await beginWork(runningBatch(), 1)).toMatchObject({ reason: 'gave-up' });
  expect(ended).toHaveBeenCalledOnce();
  expect(removed).toHaveBeenCalledWith(['batches/b/inputs/mine']);
});

it('one that ended is removed once more where its message comes again', async () => {
  Object.assign(row, { state: 'done', ended: 1 });
  expect(await beginWork(runningBatch(), 1)).toBeUndefined();
  expect(removed).toHaveBeenCalledWith(['batches/b/inputs/mine']);
});
