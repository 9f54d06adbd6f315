import { afterEach, beforeEach, describe, expect, it, test, vi } from 'vitest';
import { readBody } from '../../../worker/intake/body.ts';
import { add, type Holding, hold, letGo } from '../../../worker/intake/held.ts';
import { readUpload } from '../../../worker/intake/image.ts';
import {
  MAX_BODY_BYTES,
  MAX_COPIED_BYTES,
  MAX_HELD_BYTES,
  MAX_WAIT_MS,
  READ_MS,
  TURN_MS,
  TURN_WAIT_MS,
} from '../../../worker/limits.ts';

const holdings: Holding[] = [];
const held = (client = 'one'): Holding => {
  const holding = hold(client);
  holdings.push(holding);
  return holding;
};
afterEach(() => {
  vi.useRealTimers();
  for (const holding of holdings.splice(0)) letGo(holding);
});

const requestOf = (body: BodyInit, headers: Record<string, string> = {}) =>
  new Request('https://mattes.example/v1/mattes', { method: 'POST', body, headers, duplex: 'half' } as RequestInit);

beforeEach(() => {
  vi.useFakeTimers();
});

describe('a body', () => {
  it('that comes too slowly is given up on, whatever trickles in', async () => {
    const cancelled = vi.fn();
    const slow = new ReadableStream({
      async pull(to) {
        await new Promise((resolve) => setTimeout(resolve, 500));
        to.enqueue(new Uint8Array(1000));
      },
      cancel: cancelled,
    });
    const read = readBody(requestOf(slow), held());
    const declined = expect(read).rejects.toMatchObject({ problem: 'timeout' });
    await vi.advanceTimersByTimeAsync(3900);
    expect(cancelled).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(200);
    await declined;
    expect(cancelled).toHaveBeenCalled();
  });

  it('that moves on is given 15 s', async () => {
    const steady = new ReadableStream({
      async pull(to) {
        await new Promise((resolve) => setTimeout(resolve, 3000));
        to.enqueue(new Uint8Array(20_000));
      },
    });
    const read = readBody(requestOf(steady), held());
    const declined = expect(read).rejects.toMatchObject({ problem: 'timeout' });
    await vi.advanceTimersByTimeAsync(14_900);
    expect(holdings[0].bytes).toBe(80_000);
    await vi.advanceTimersByTimeAsync(200);
    await declined;
  });

  it('that breaks off is declined', async () => {
    const broken = new ReadableStream({ pull: (to) => to.error(new Error('reset')) });
    await expect(readBody(requestOf(broken), held())).rejects.toMatchObject({ problem: 'bad-request' });
  });

  it('is declined while others hold all there is room for', async () => {
    const others = held();
    add(others, MAX_HELD_BYTES - 5);
    const mine = held();
    const read = readBody(requestOf(new Uint8Array(6)), mine);
    await expect(read).rejects.toMatchObject({ problem: 'busy', headers: { 'Retry-After': '2' } });
    letGo(mine);
    letGo(others);
    expect(await readBody(requestOf(new Uint8Array(6)), held())).toHaveLength(6);
  });
});

it('a form counts as its body, whose bytes its files are', async () => {
  const form = new FormData();
  form.append('size', 'auto');
  form.append('image', new Blob([new Uint8Array(MAX_COPIED_BYTES + 2000)]));
  const sent = new Response(form);
  const body = new Uint8Array(await sent.arrayBuffer());
  const headers = { 'Content-Type': sent.headers.get('Content-Type') ?? '', 'Content-Length': String(body.length) };
  const holding = held();
  const { image, fields } = await readUpload(requestOf(body, headers), holding);
  expect(holding.bytes).toBe(body.length);
  expect([image.length, image.buffer.byteLength]).toEqual([MAX_COPIED_BYTES + 2000, body.length]);
  expect(fields).toEqual({ size: ['auto'] });
});

describe('a body that says its length', () => {
  const declaring = (body: Uint8Array, length = body.length) =>
    requestOf(
      new ReadableStream({
        start(to) {
          to.enqueue(body.subarray(0, body.length >> 1));
          to.enqueue(body.subarray(body.length >> 1));
          to.close();
        },
      }),
      { 'Content-Length': String(length) },
    );

  it('is read into its own place, which is counted as soon as it begins', async () => {
    const body = Uint8Array.from({ length: 5001 }, (_, i) => i);
    const holding = held();
    expect(await readBody(declaring(body), holding)).toEqual(body);
    expect(holding.bytes).toBe(5001);
    const others = held();
    add(others, MAX_HELD_BYTES - 5001 - 1000);
    await expect(readBody(declaring(body.subarray(0, 500), 1001), held())).rejects.toMatchObject({ problem: 'busy' });
  });

  it('may be longer than one that does not, up to its limit', async () => {
    const long = new Uint8Array(MAX_COPIED_BYTES + 1);
    expect(await readBody(declaring(long), held())).toHaveLength(long.length);
    for (const holding of holdings.splice(0)) letGo(holding);
    const limit = { bytes: MAX_COPIED_BYTES };
    await expect(readBody(requestOf(long), held())).rejects.toMatchObject({ problem: 'too-large', limit });
    await expect(readBody(declaring(long), held(), MAX_COPIED_BYTES)).rejects.toMatchObject({ limit });
    const most = { bytes: MAX_BODY_BYTES };
    await expect(readBody(declaring(long, MAX_BODY_BYTES + 1), held())).rejects.toMatchObject({ limit: most });
  });
});

it('a body that gives way just as it ends is declined, not read as zeros', async () => {
  const giving = held('one');
  const other = held('two');
  const reads = [{ done: false, value: new Uint8Array(1000) }, { done: true }];
  const reader = {
    read() {
      const result = reads.shift();
      // Another body takes all the room between the end of this read and what follows it.
      if (result?.done) queueMicrotask(() => add(other, MAX_HELD_BYTES));
      return Promise.resolve(result);
    },
    cancel: async () => {},
  };
  const request = { headers: new Headers(), body: { getReader: () => reader } } as unknown as Request;
  await expect(readBody(request, giving)).rejects.toMatchObject({ problem: 'busy' });
});

describe('bodies that stand still', () => {
  /** A body that sends `bytes`, then nothing more. */
  const stalled = (bytes: number, client: string) => {
    const body = new ReadableStream({ start: (to) => to.enqueue(new Uint8Array(bytes)) });
    const holding = held(client);
    const read = readBody(requestOf(body), holding);
    const outcome = read.then(
      () => 'read',
      ({ problem }) => problem,
    );
    return { holding, outcome };
  };
  const MOST = MAX_COPIED_BYTES - 1;

  it('give way to one that comes, the one that has not moved for longest first', async () => {
    const first = stalled(MOST, 'one');
    await vi.advanceTimersByTimeAsync(1000);
    const second = stalled(MOST, 'one');
    stalled(MOST, 'one');
    await vi.advanceTimersByTimeAsync(1000);
    expect(await readBody(requestOf(new Uint8Array(3_000_000)), held('one'))).toHaveLength(3_000_000);
    expect(await first.outcome).toBe('busy');
    expect(second.holding.bytes).toBe(MOST);
    await vi.advanceTimersByTimeAsync(4000);
    expect(await second.outcome).toBe('timeout');
  });

  it('give way first where one client has more than its share', async () => {
    const other = stalled(1_000_000, 'another');
    await vi.advanceTimersByTimeAsync(1000);
    const greedy = Array.from({ length: 3 }, () => stalled(5_100_000, 'greedy'));
    await vi.advanceTimersByTimeAsync(1000);
    await readBody(requestOf(new Uint8Array(900_000)), held('good'));
    expect(await greedy[0].outcome).toBe('busy');
    expect(other.holding.bytes).toBe(1_000_000);
    await vi.advanceTimersByTimeAsync(4000);
    expect(await other.outcome).toBe('timeout');
  });
});

test('what a request holds is counted for as long as it may last: read slowly, waiting for its turn, sent to a slow client', async () => {
  const long = held();
  add(long, MAX_HELD_BYTES);
  await vi.advanceTimersByTimeAsync(READ_MS + TURN_WAIT_MS + MAX_WAIT_MS + 10_000);
  expect(() => add(held('another'), 1)).toThrow('Too many pictures');
  await vi.advanceTimersByTimeAsync(TURN_MS);
  expect(() => add(held('a third'), 1)).not.toThrow();
});
