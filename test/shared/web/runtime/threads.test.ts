import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { reviveThreads } from '../../../../shared/web/runtime/threads.ts';

/** A worker that answers only when it is told to. */
class QuietWorker {
  static made: QuietWorker[] = [];
  onmessage: ((event: { data: unknown }) => void) | undefined;
  onerror: ((event: { message: string }) => void) | undefined;
  terminated = false;
  readonly received: unknown[] = [];
  constructor(
    readonly url: string,
    readonly options?: WorkerOptions,
  ) {
    QuietWorker.made.push(this);
  }
  postMessage(message: unknown) {
    this.received.push(message);
  }
  terminate() {
    this.terminated = true;
  }
}

const { made } = QuietWorker;
const thread = () => new Worker('ort.mjs', { type: 'module', name: 'em-pthread' });

beforeEach(() => {
  made.length = 0;
  vi.stubGlobal('Worker', QuietWorker);
  vi.useFakeTimers();
  reviveThreads();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('a thread that never answers is made anew and told the same; its successor’s answers arrive', async () => {
  const answers: unknown[] = [];
  const first = thread();
  first.onmessage = ({ data }) => answers.push(data);
  first.postMessage('load');
  await vi.advanceTimersByTimeAsync(10_000);
  expect(made).toHaveLength(2);
  expect(made[0]).toMatchObject({ terminated: true, received: ['load'] });
  expect(made[1]).toMatchObject({ terminated: false, received: ['load'], url: 'ort.mjs', options: { type: 'module' } });
  made[1].onmessage?.({ data: 'loaded' });
  expect(answers).toEqual(['loaded']);
  await vi.advanceTimersByTimeAsync(600_000);
  expect(made).toHaveLength(2);
  first.postMessage('run');
  expect(made[1].received).toEqual(['load', 'run']);
  first.terminate();
  expect(made[1].terminated).toBe(true);
});

it('a thread that has answered may take its time, and one without a message has nothing to answer', async () => {
  const answering = thread();
  answering.postMessage('load');
  made[0].onmessage?.({ data: 'loaded' });
  answering.postMessage('run');
  thread();
  await vi.advanceTimersByTimeAsync(600_000);
  expect(made).toHaveLength(2);
});

it('it is given up after three more tries, each with twice the time', async () => {
  const start = Date.now();
  thread().postMessage('load');
  for (const [seconds, threads] of [
    [9, 1],
    [11, 2],
    [28, 2],
    [31, 3],
    [69, 3],
    [71, 4],
    [6000, 4],
  ] as const) {
    await vi.advanceTimersByTimeAsync(start + seconds * 1000 - Date.now());
    expect(made).toHaveLength(threads);
  }
});

it('one that is ended is not made anew, nor one that was given what can’t be given twice', async () => {
  const ended = thread();
  ended.postMessage('load');
  ended.terminate();
  thread().postMessage('load', [new ArrayBuffer(8)]);
  await vi.advanceTimersByTimeAsync(600_000);
  expect(made).toHaveLength(2);
});

it('what goes wrong in a thread is told', () => {
  const said: string[] = [];
  thread().onerror = ({ message }) => said.push(message);
  made[0].onerror?.({ message: 'no memory' });
  expect(said).toEqual(['no memory']);
});

it('other workers stay as they are', () => {
  reviveThreads();
  expect(new Worker('own.js', { name: 'matteo-own' })).toBeInstanceOf(QuietWorker);
});
