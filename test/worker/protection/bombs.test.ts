import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { blocksOf } from '../../../shared/image/png/blocks.ts';
import { inflate } from '../../../worker/codecs/png/inflate.ts';
import { cpuMs, descendants, growth } from '../../bench/worker/process.ts';
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

describe('a PNG of a few kilobytes that honestly has 16 megapixels', { timeout: 120_000 }, () => {
  const given = useWorker(256);

  it('costs bounded work, and nobody is seen in it', async () => {
    const bytes = await sharp({ create: { width: 4000, height: 4000, channels: 3, background: '#777' } })
      .png({ compressionLevel: 9 })
      .toBuffer();
    expect(bytes.length).toBeLessThan(100_000);
    const [pid] = descendants('workerd');
    const before = cpuMs(pid);
    const response = await post(given.worker.url, 'model=lite', bytes);
    expect(response.status).toBe(422);
    expect((await problemOf(response)).type).toBe('/problems/no-person');
    expect(cpuMs(pid) - before).toBeLessThan(10_000);
    await expectGood(given.worker.url, given.good);
  });
});
