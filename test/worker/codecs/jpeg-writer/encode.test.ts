import sharp from 'sharp';
import { expect, it } from 'vitest';
import { crop } from '../../../../shared/image/compose.ts';
import type { Picture } from '../../../../shared/image/picture.ts';
import { encodeJpegStrips } from '../../../../worker/codecs/jpeg-writer/encode.ts';
import { paint } from '../../../fixtures/pixels.ts';

function* inStrips(picture: Picture, heights: readonly number[]): Generator<Picture> {
  for (let y = 0, i = 0; y < picture.height; i++) {
    const height = Math.min(heights[i % heights.length], picture.height - y);
    yield crop(picture, { x: 0, y, width: picture.width, height });
    y += height;
  }
}

async function encoded(picture: Picture, heights = [32]): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of encodeJpegStrips(picture, inStrips(picture, heights))) parts.push(part);
  return Buffer.concat(parts);
}

/** How far a JPEG's pixels are from a picture's: at most, and in the mean. */
async function errorOf(picture: Picture, jpeg: Buffer) {
  const { data, info } = await sharp(jpeg).raw().toBuffer({ resolveWithObject: true });
  expect([info.width, info.height, info.channels]).toEqual([picture.width, picture.height, 3]);
  let [most, sum] = [0, 0];
  for (let i = 0; i < data.length; i++) {
    const error = Math.abs(data[i] - picture.data[Math.trunc(i / 3) * 4 + (i % 3)]);
    most = Math.max(most, error);
    sum += error;
  }
  return { most, mean: sum / data.length };
}

const soft = (width: number, height: number) =>
  paint(width, height, (x, y) => [128 + 100 * Math.sin(x / 9), 128 + 100 * Math.cos(y / 7), (x + y) & 127, 255]);

it.each([
  [1, 1],
  [8, 8],
  [9, 17],
  [100, 61],
])('another decoder reads %i × %i pixels as they were', async (width, height) => {
  const picture = soft(width, height);
  const { most, mean } = await errorOf(picture, await encoded(picture));
  expect(mean).toBeLessThan(3);
  expect(most).toBeLessThan(40);
});

it('has the largest numbers, which noise of the strongest colours makes', async () => {
  let state = 1;
  const picture = paint(64, 64, () => {
    state = (state * 48_271) % 2_147_483_647;
    return [state & 1 ? 255 : 0, state & 2 ? 255 : 0, state & 4 ? 255 : 0, 255];
  });
  const { mean } = await errorOf(picture, await encoded(picture));
  const theirs = await sharp(picture.data, { raw: { width: 64, height: 64, channels: 4 } })
    .removeAlpha()
    .jpeg({ quality: 90, chromaSubsampling: '4:4:4' })
    .toBuffer();
  expect(mean).toBeLessThan((await errorOf(picture, theirs)).mean + 0.5);
});

it('is the same whatever the strips, and about as large as another encoder’s', async () => {
  const picture = soft(200, 150);
  const jpeg = await encoded(picture);
  expect((await encoded(picture, [1])).equals(jpeg)).toBe(true);
  expect((await encoded(picture, [7, 50, 3])).equals(jpeg)).toBe(true);
  const theirs = await sharp(picture.data, { raw: { width: 200, height: 150, channels: 4 } })
    .removeAlpha()
    .jpeg({ quality: 90, chromaSubsampling: '4:4:4', optimiseCoding: false })
    .toBuffer();
  expect(jpeg.length / theirs.length).toBeLessThan(1.05);
});

it('stops the strips where whoever reads stops', async () => {
  let ended = false;
  async function* strips() {
    try {
      for (;;) yield soft(16, 16);
    } finally {
      ended = true;
    }
  }
  const parts = encodeJpegStrips({ width: 16, height: 1600 }, strips());
  await parts.next();
  await parts.next();
  await parts.return(undefined);
  expect(ended).toBe(true);
});
