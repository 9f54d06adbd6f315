import sharp from 'sharp';
import { phonePhoto } from '../../fixtures/files/phone.ts';
import { post } from '../../worker/harness/post.ts';
import { startWorker } from '../../worker/harness/start.ts';
import { benchAgreement } from './agreement.ts';
import { inLanes } from './lanes.ts';
import { cpuMs, descendants, memory, peakMemory } from './process.ts';

const WIDTH = 3024;
const LANES = 8;
/** What a PNG, a JPEG and a ZIP end with. */
const ENDS = ['IEND', Buffer.of(0xff, 0xd9), 'PK\x05\x06'];
/** Over the later half of the requests. */
const MOST_GROWTH_MIB = 24;
const round = (value: number) => value.toFixed(0);

/**
 * Photographs of 12 megapixels as phones write them, cut out at their own size by the Worker in workerd, several at a time. A request
 * that is told to come back does.
 *
 * @throws Error for an unexpected status, an answer that breaks off, and memory that grows.
 */
export async function benchLarge(count: number): Promise<void> {
  const photo = await phonePhoto(WIDTH);
  const known = new Set(descendants('workerd'));
  const worker = await startWorker();
  try {
    const [pid] = descendants('workerd').filter((one) => !known.has(one));
    await ask();
    await benchAgreement(worker.url, photo);
    const upright = sharp(photo).rotate().toColourspace('srgb');
    for (const [what, query, body] of [
      ['JPEG to PNG', '', photo],
      ['JPEG to PNG, cropped', 'crop=person', photo],
      ['JPEG to PNG, scaled', 'scale=50%', photo],
      ['JPEG to JPEG', 'format=jpeg', photo],
      ['JPEG to ZIP', 'format=zip', photo],
      ['PNG to PNG', '', await upright.clone().png({ compressionLevel: 3 }).toBuffer()],
      ['JPEG in CMYK to PNG', '', await upright.clone().toColourspace('cmyk').jpeg({ quality: 80 }).toBuffer()],
    ] as const) {
      const before = cpuMs(pid);
      for (let i = 0; i < 3; i++) await ask(query, body);
      console.log(`12-megapixel ${what}, warm: ${round((cpuMs(pid) - before) / 3)} ms of CPU a request`);
    }
    let retried = 0;
    const marks: number[] = [];
    const start = Date.now();
    const request = async () => {
      while ((await ask()) === 503) {
        retried++;
        await new Promise((resolve) => setTimeout(resolve, 2000));
      }
      marks.push(memory(pid));
    };
    await inLanes(count, LANES, request);
    const seconds = (Date.now() - start) / 1000;
    const halfway = Math.max(...marks.slice(count >> 2, count >> 1));
    console.log(
      `${count} of them, ${LANES} at a time: ${(seconds / count).toFixed(1)} s each, ${retried} retried, 0 unexpected statuses; ` +
        `workerd holds ${round(halfway)} MiB at most in the second quarter, ${round(Math.max(...marks.slice(count >> 1)))} MiB in the later half, ` +
        `${round(peakMemory(pid))} MiB at most ever`,
    );
    if (Math.max(...marks.slice(count >> 1)) > halfway + MOST_GROWTH_MIB)
      throw new Error('workerd grows with its requests.');
  } finally {
    await worker.stop();
  }

  /** The status, once the whole answer is there. @throws Error for any but 200 and 503. */
  async function ask(query = '', body: Uint8Array = photo): Promise<number> {
    const response = await post(worker.url, query, body);
    const bytes = Buffer.from(await response.arrayBuffer());
    if (response.status === 503) return 503;
    if (response.status !== 200) throw new Error(`An unexpected status: ${response.status} ${bytes}`);
    if (!ENDS.some((end) => bytes.subarray(-22).includes(end))) throw new Error('An answer broke off.');
    return 200;
  }
}
