import { afterEach, describe, expect, it, vi } from 'vitest';
import { readBody } from '../../worker/intake/body.ts';
import { add, type Holding, hold, letGo } from '../../worker/intake/held.ts';
import { readImage } from '../../worker/intake/image.ts';
import { MAX_BODY_BYTES, MAX_HELD_BYTES } from '../../worker/limits.ts';

const holdings: Holding[] = [];
const held = (): Holding => {
  const holding = hold();
  holdings.push(holding);
  return holding;
};
afterEach(() => {
  vi.useRealTimers();
  for (const holding of holdings.splice(0)) letGo(holding);
});

const requestOf = (body: BodyInit, headers: Record<string, string> = {}) =>
  new Request('https://mattes.example/v1/mattes', { method: 'POST', body, headers, duplex: 'half' } as RequestInit);

describe('a body', () => {
  it('that comes too slowly is given up on, whatever trickles in', async () => {
    vi.useFakeTimers();
    const cancelled = vi.fn();
    const slow = new ReadableStream({
      async pull(to) {
        await new Promise((resolve) => setTimeout(resolve, 4000));
        to.enqueue(new Uint8Array(10));
      },
      cancel: cancelled,
    });
    const read = readBody(requestOf(slow), held());
    const declined = expect(read).rejects.toMatchObject({
      problem: 'timeout',
      message: expect.stringContaining('15 s'),
    });
    await vi.advanceTimersByTimeAsync(14_000);
    expect(cancelled).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(2000);
    await declined;
    expect(cancelled).toHaveBeenCalled();
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

it('a form counts twice while it is read, and as its picture after', async () => {
  const form = new FormData();
  form.append('note', 'x'.repeat(1000));
  form.append('image', new Blob([new Uint8Array(MAX_BODY_BYTES - 2000)]));
  const holding = held();
  const others = held();
  add(others, 2000);
  await expect(readImage(requestOf(form), holding)).rejects.toMatchObject({ problem: 'busy' });
  letGo(holding);
  letGo(others);
  const alone = held();
  await readImage(requestOf(form), alone);
  expect(alone.bytes).toBe(MAX_BODY_BYTES - 2000);
});
