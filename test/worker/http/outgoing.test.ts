import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createOutgoing } from '../../../worker/http/outgoing.ts';
import { IDLE_MS, MAX_WAIT_MS, MAX_WAITING_BYTES } from '../../../worker/limits.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const part = (length: number, value = 1) => new Uint8Array(length).fill(value);

/** Whether a promise is settled by now. */
async function isDone(promise: Promise<unknown>): Promise<boolean> {
  let done = false;
  promise.then(
    () => (done = true),
    () => (done = true),
  );
  await vi.advanceTimersByTimeAsync(20);
  return done;
}

describe('an answer that is sent as it is made', () => {
  it('arrives as it was written', async () => {
    const { body, sent, write, close } = createOutgoing();
    const read = new Response(body).arrayBuffer();
    for (const value of [1, 2, 3]) await write(part(40_000, value));
    close();
    const bytes = new Uint8Array(await read);
    expect(bytes.length).toBe(120_000);
    expect([bytes[0], bytes[40_000], bytes[119_999]]).toEqual([1, 2, 3]);
    await sent;
  });

  it('waits for its client where too much waits, all answers together', async () => {
    const [first, second] = [createOutgoing(), createOutgoing()];
    await first.write(part(MAX_WAITING_BYTES - 10));
    // A part always has room.
    await second.write(part(100));
    const more = second.write(part(100));
    expect(await isDone(more)).toBe(false);
    const reader = second.body.getReader();
    expect((await reader.read()).value).toHaveLength(100);
    expect(await isDone(more)).toBe(true);
    await reader.cancel();
    await first.body.cancel();
    await Promise.all([first.sent, second.sent]);
    const third = createOutgoing();
    await third.write(part(MAX_WAITING_BYTES));
    await third.body.cancel();
  });

  it('ends where its client leaves, takes nothing, or it can’t be made', async () => {
    const left = createOutgoing();
    await left.write(part(10));
    await left.body.cancel(new Error('left'));
    await expect(left.write(part(10))).rejects.toThrow('left');
    await left.sent;

    const idle = createOutgoing();
    await idle.write(part(10));
    await vi.advanceTimersByTimeAsync(IDLE_MS + 1);
    await expect(idle.write(part(10))).rejects.toThrow('takes nothing');
    await idle.sent;

    // Somebody else's answer has all the room, and moves on; this one's client takes a part every ten seconds.
    const [full, slow] = [createOutgoing(), createOutgoing()];
    const [steadily, slowly] = [full.body.getReader(), slow.body.getReader()];
    await full.write(part(MAX_WAITING_BYTES));
    await slow.write(part(10));
    const outcomes: string[] = [];
    for (let i = 0; i < 5; i++) {
      const wrote = slow.write(part(10)).then(
        () => 'written',
        ({ message }) => message,
      );
      await vi.advanceTimersByTimeAsync(MAX_WAIT_MS / 4);
      const taken = (await steadily.read()).value?.length ?? 0;
      await Promise.all([full.write(part(taken)), slowly.read().catch(() => {})]);
      await vi.advanceTimersByTimeAsync(20);
      outcomes.push(await wrote);
    }
    expect(outcomes.slice(0, 3)).toEqual(['written', 'written', 'written']);
    expect(outcomes.at(-1)).toBe('The client takes its answer too slowly.');
    await Promise.allSettled([steadily.cancel(), slowly.cancel()]);

    const failed = createOutgoing();
    const read = new Response(failed.body).arrayBuffer();
    await failed.write(part(10));
    failed.fail(new Error('no more'));
    await expect(read).rejects.toThrow();
    await failed.sent;
  });
});
