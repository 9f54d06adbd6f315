import sharp from 'sharp';
import { expect, it, vi } from 'vitest';
import { backgroundOf } from '../../../worker/codecs/background.ts';
import { StageLimit } from '../../../worker/inference/stage-limit.ts';
import type { ProblemError } from '../../../worker/problems.ts';

vi.mock('../../../worker/codecs/webp.ts', () => ({ decodeWebp: undefined, encodeWebp: undefined }));

const limit = () => new StageLimit(new AbortController().signal);
const aborted = () => new StageLimit(AbortSignal.abort(new Error('left')));
const png = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#385' } })
    .png()
    .toBuffer();

it('checks a PNG as a background before anything is sent, unless the client has left', async () => {
  const background = await backgroundOf(await png(700, 400))();
  await background.check(limit());
  await expect(background.check(aborted())).rejects.toThrow('left');
  const cut = await backgroundOf((await png(700, 400)).subarray(0, -200))();
  await expect(cut.check(limit())).rejects.toThrow("The background can't be used: the PNG is cut off");
});

it.each([
  ['upright, with all its colours', 1, '4:4:4'],
  ['on its side, with colours at half size', 6, '4:2:0'],
] as const)(
  'a progressive JPEG of 25 megapixels has room as a background: %s',
  async (_, orientation, chromaSubsampling) => {
    const flat = sharp({ create: { width: 5000, height: 5000, channels: 3, background: '#789' } });
    const image = flat.withMetadata({ orientation }).jpeg({ progressive: true, chromaSubsampling });
    expect(await backgroundOf(await image.toBuffer())()).toMatchObject({ width: 5000, height: 5000 });
  },
);

/** What opening a background is declined with; `undefined` where it is taken. */
const declinedOf = async (bytes: Buffer): Promise<ProblemError | undefined> => {
  try {
    await backgroundOf(bytes)();
    return undefined;
  } catch (thrown) {
    return thrown as ProblemError;
  }
};
const flat = (width: number, height: number) => sharp({ create: { width, height, channels: 3, background: '#789' } });
/** Stored on its side, progressive and with all its colours: what takes the most room. */
const onSide = (width: number, height: number) =>
  flat(width, height)
    .withMetadata({ orientation: 6 })
    .jpeg({ progressive: true, chromaSubsampling: '4:4:4' })
    .toBuffer();

it.each([
  ['square', 5000, 5000],
  ['very tall in the file', 1500, 16_000],
] as const)(
  'a JPEG that has no room on its side is told how many pixels of its shape have: %s',
  async (_, width, height) => {
    const declined = await declinedOf(await onSide(width, height));
    expect(declined).toMatchObject({ problem: 'too-large' });
    const pixels = declined!.limit!.pixels!;
    expect(declined!.message).toContain(
      `lie on their side in the file, and the limit is ${pixels.toLocaleString('en-US')}`,
    );
    expect(pixels).toBeGreaterThan(3_000_000);
    const of = (share: number) => {
      const scale = Math.sqrt((share * pixels) / (width * height));
      return onSide(Math.floor(width * scale), Math.floor(height * scale));
    };
    expect(await declinedOf(await of(1))).toBeUndefined();
    expect(await declinedOf(await of(1.03))).toMatchObject({ problem: 'too-large' });
  },
);

/** A WebP whose header says that it is 16,400 pixels wide. */
async function wideWebp(): Promise<Buffer> {
  const bytes = await flat(60, 60).withMetadata({ orientation: 1 }).webp().toBuffer();
  expect(bytes.toString('latin1', 12, 16)).toBe('VP8X');
  bytes.writeUIntLE(16_400 - 1, 24, 3);
  return bytes;
}

it.each([
  ['an interlaced PNG', { pixels: 196_608 }, () => flat(600, 600).png({ progressive: true }).toBuffer()],
  [
    'a PNG that its Exif data turns',
    { pixels: 196_608 },
    () => flat(600, 600).withMetadata({ orientation: 6 }).png().toBuffer(),
  ],
  ['a WebP', { pixels: 128_000 }, () => flat(600, 600).webp().toBuffer()],
  ['a WebP with a side beyond all limits', { side: 16_384 }, wideWebp],
  ['a PNG', { pixels: 16_000_000 }, () => flat(4001, 4000).png().toBuffer()],
  ['a PNG with a side beyond all limits', { side: 16_384 }, () => flat(16_400, 100).png().toBuffer()],
  ['a JPEG', { pixels: 25_000_000 }, () => flat(5001, 5000).jpeg().toBuffer()],
] as const)('%s beyond its limit is told that', async (_, limit, make) => {
  expect(await declinedOf(await make())).toMatchObject({ problem: 'too-large', limit });
});
