import sharp from 'sharp';
import { expect, it, vi } from 'vitest';
import { backgroundOf } from '../../../worker/codecs/background.ts';
import { StageLimit } from '../../../worker/inference/stage-limit.ts';

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
