import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { boxMean } from '../../../shared/image/box-filter.ts';
import { crop } from '../../../shared/image/compose.ts';
import type { Matte, Picture, Tensor } from '../../../shared/image/picture.ts';
import { resizePlane } from '../../../shared/image/plane.ts';
import { estimateAlpha } from '../../../shared/matting/bayesian-alpha.ts';
import { buildColourModel } from '../../../shared/matting/colour-model.ts';
import { refineMatte } from '../../../shared/matting/guided-filter.ts';
import { LEAST_NOISE, noiseOf } from '../../../shared/matting/noise.ts';
import { decode } from '../../../shared/node/decode.ts';
import { runToEnd } from '../../../shared/steps.ts';
import { shoot } from '../../fixtures/people/render.ts';
import { sceneOf } from '../../fixtures/people/scene.ts';
import { paint } from '../../fixtures/pixels.ts';
import { randomInts } from '../../fixtures/random.ts';

const asJpeg = async ({ width, height, data }: Picture, quality: number): Promise<Picture> =>
  decode(
    await sharp(data, { raw: { width, height, channels: 4 } })
      .removeAlpha()
      .jpeg({ quality })
      .toBuffer(),
  );

/** A person's alpha as a network sees hair: fog. */
function fogOf({ width, height, data }: Picture): Tensor {
  const alpha = Float32Array.from({ length: width * height }, (_, i) => data[i * 4 + 3] / 255);
  for (let pass = 0; pass < 3; pass++) boxMean(alpha, width, height, 3);
  const [wide, high] = [width >> 1, height >> 1];
  return { dims: [1, 1, high, wide], data: resizePlane(alpha, width, height, wide, high) };
}

/** Root mean square of what matting adds to alpha's steps where blocks meet, in places where the truth is flat. */
function stepsAdded({ width, height, data }: Matte, before: Matte, truth: Picture): number {
  let [sum, count] = [0, 0];
  for (let y = 0; y < height; y++) {
    for (let x = 8; x < width; x += 8) {
      const i = y * width + x;
      const isFlat = Math.abs(truth.data[i * 4 + 3] - truth.data[i * 4 - 1]) <= 4;
      if (!isFlat || before.data[i] === 0 || before.data[i] === 255) continue;
      sum += (data[i] - data[i - 1] - before.data[i] + before.data[i - 1]) ** 2;
      count++;
    }
  }
  return Math.sqrt(sum / count);
}

describe('a drawn person in a strongly compressed file', () => {
  it.each([0, 9])('has no more steps in flat alpha than in a good file (%i)', { timeout: 120_000 }, async (index) => {
    const { picture, cutout } = await shoot(sceneOf(5, index, 0.12));
    const coarse = fogOf(cutout);
    const stepsAt = async (quality: number) => {
      const seen = await asJpeg(picture, quality);
      const refined = runToEnd(refineMatte(coarse, seen));
      return stepsAdded(
        runToEnd(estimateAlpha(seen, refined, runToEnd(buildColourModel(seen, refined)))),
        refined,
        cutout,
      );
    };
    const good = await stepsAt(100);
    for (const quality of [12, 8]) expect(await stepsAt(quality)).toBeLessThan(1.1 * good);
  });
});

describe('the noise of a picture', () => {
  const draw = randomInts(7);
  const grain = () => draw(9) - 4;
  const photo = paint(400, 300, (x, y) => {
    const light = 110 + 60 * Math.sin(x / 37) * Math.cos(y / 29) + (Math.hypot(x - 200, y - 150) < 90 ? 40 : 0);
    return [light + grain(), light * 0.8 + grain(), light * 0.6 + 30 + grain()];
  });

  it('is the least where nothing was compressed', () => {
    const random = paint(48, 48, () => [draw(256), draw(256), draw(256)]);
    for (const picture of [photo, random]) {
      expect(noiseOf(picture).own).toBeLessThan(LEAST_NOISE + 3);
      expect(Math.abs(noiseOf(picture).shared)).toBeLessThan(2);
    }
  });

  it('grows as the file gets worse, in colour more than in luma', async () => {
    const found = [];
    for (const quality of [95, 40, 20, 10]) found.push(noiseOf(await asJpeg(photo, quality)));
    for (let i = 1; i < found.length; i++) expect(found[i].own).toBeGreaterThan(found[i - 1].own);
    expect(found[3].own).toBeGreaterThan(100);
    expect(found[3].shared).toBeLessThan(0);
  });

  it('is found in a part of the picture too', async () => {
    const poor = await asJpeg(photo, 10);
    const part = crop(poor, { x: 53, y: 21, width: 300, height: 250 });
    expect(noiseOf(part).own / noiseOf(poor).own).toBeGreaterThan(0.6);
  });

  it.each([
    [1, 1],
    [3, 400],
    [700, 2],
  ])('of %i×%i is finite', (width, height) => {
    const { own, shared } = noiseOf(paint(width, height, (x, y) => [x % 256, y % 256, 60]));
    expect(Number.isFinite(own + shared) && own >= LEAST_NOISE).toBe(true);
  });
});
