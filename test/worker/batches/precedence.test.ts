import { expect, it } from 'vitest';
import { createPrecedence } from '../../../worker/batches/precedence.ts';

/** A clock that moves when somebody waits. */
function createClock() {
  let time = 0;
  return {
    now: () => time,
    async wait(ms: number) {
      time += ms;
      await new Promise(setImmediate);
    },
  };
}

it('a picture of a large batch goes at once where no small one is near', async () => {
  const { now, wait } = createClock();
  expect(await createPrecedence(now, wait).run(false, async () => now())).toBe(0);
});

it('it lets eight of small batches pass, and then goes though more are there', async () => {
  const { now, wait } = createClock();
  const turns = createPrecedence(now, wait);
  const done: string[] = [];
  const small = async () => {
    for (let i = 0; i < 20; i++) {
      await turns.run(true, async () => {
        await wait(30);
        done.push('small');
      });
    }
  };
  const all = small();
  await turns.run(false, async () => done.push('large'));
  expect(done.filter((one) => one === 'small')).toHaveLength(8);
  await all;
});

it('it waits a moment for the next one of a small batch, and no longer', async () => {
  const { now, wait } = createClock();
  const turns = createPrecedence(now, wait);
  await turns.run(true, () => wait(100));
  const at = await turns.run(false, async () => now());
  expect(at).toBeGreaterThanOrEqual(1100);
  expect(at).toBeLessThan(1150);
});

it('a small one that fails lets others go on', async () => {
  const { now, wait } = createClock();
  const turns = createPrecedence(now, wait);
  await expect(turns.run(true, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(await turns.run(false, async () => 'went')).toBe('went');
});

it('of several large ones that wait one goes after eight small ones', async () => {
  const { now, wait } = createClock();
  const turns = createPrecedence(now, wait);
  const done: string[] = [];
  const small = async () => {
    for (let i = 0; i < 24; i++) {
      await turns.run(true, async () => {
        await wait(30);
        done.push('small');
      });
    }
  };
  const all = small();
  await Promise.all([1, 2, 3].map(() => turns.run(false, async () => done.push('large'))));
  await all;
  const at = done.flatMap((one, i) => (one === 'large' ? [i] : []));
  expect(at[0]).toBeGreaterThanOrEqual(8);
  for (const i of [1, 2]) expect(at[i] - at[i - 1]).toBeGreaterThan(8);
});

it('a small one whose work never ends does not hold the large ones for ever', async () => {
  const { now, wait } = createClock();
  const turns = createPrecedence(now, wait);
  void turns.run(true, () => new Promise(() => {}));
  expect(await turns.run(false, async () => now())).toBeLessThanOrEqual(60_010);
  expect(await turns.run(false, async () => now())).toBeLessThanOrEqual(60_010);
});
