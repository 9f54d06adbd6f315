import { describe, expect, it } from 'vitest';
import { blocksOf } from '../../../shared/image/png/blocks.ts';
import { inflate } from '../../../worker/codecs/png/inflate.ts';
import { descendants, growth } from '../../bench/worker/process.ts';
import { pngBombs } from '../../fixtures/files/bombs.ts';
import { problemOf } from '../harness/ask.ts';
import { post } from '../harness/post.ts';
import { expectGood } from '../harness/survives.ts';
import { useWorker } from '../harness/use-worker.ts';

/** What a request may add to a process that has answered others before, in MiB; a bomb that goes off adds thousands. */
const MOST_GROWTH_MIB = 64;

describe('a PNG that would inflate to 4,000 MiB', { timeout: 120_000 }, () => {
  const given = useWorker(768);

  for (const { name, bytes, isPassedOver } of pngBombs(4)) {
    it(`takes no memory as ${name}`, async () => {
      const pids = descendants('workerd');
      const { grown, result } = await growth(pids, () => post(given.worker.url, 'model=lite&output=coarse', bytes));
      expect(grown).toBeLessThan(MOST_GROWTH_MIB);
      expect(result.status).toBe(isPassedOver ? 200 : 422);
      if (isPassedOver) await result.arrayBuffer();
      else expect((await problemOf(result)).type).toBe('/problems/unprocessable');
      await expectGood(given.worker.url, given.good);
    });
  }
});

describe('inflate', () => {
  const [bomb] = pngBombs(1);
  const start = bomb.bytes.indexOf('IDAT') + 4;
  const zeros = bomb.bytes.subarray(start, start + 900_000);

  it('stops at what was promised and leaves the rest where it is', async () => {
    const blocks = blocksOf([zeros]);
    let length = 0;
    for await (const piece of inflate(blocks, 5_000_001)) length += piece.length;
    expect(length).toBe(5_000_001);
    let left = 0;
    for (const block of blocks) left += block.length;
    expect(left).toBeGreaterThan(800_000);
  });

  it('takes parts of any length for one stream', async () => {
    const parts = Array.from({ length: 3000 }, (_, i) => zeros.subarray(i * 7, i * 7 + 7));
    let length = 0;
    for await (const piece of inflate(blocksOf(parts), 1_000_000)) length += piece.length;
    expect(length).toBe(1_000_000);
  });
});
