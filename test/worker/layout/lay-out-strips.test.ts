import { expect, it } from 'vitest';
import { composeOnPicture, cover, crop } from '../../../shared/image/compose.ts';
import { pastePicture } from '../../../shared/image/paste.ts';
import { newPicture, type Picture } from '../../../shared/image/picture.ts';
import { rowsOfPicture } from '../../../shared/image/rows/row-source.ts';
import { drive } from '../../../shared/steps.ts';
import { type Layout, layOut } from '../../../worker/layout/lay-out.ts';
import { layOutStrips } from '../../../worker/layout/lay-out-strips.ts';
import { layOverPicture } from '../../../worker/layout/resize-strips.ts';
import { paint, sameBytes } from '../../fixtures/pixels.ts';

const SIZE = { width: 90, height: 140 };
const PART = { x: 7, y: 33, width: 60, height: 80 };

/** Something visible inside of a part, with a breath around it, and nothing elsewhere. */
function cutoutIn({ x, y, width, height }: typeof PART): Picture {
  const part = paint(width, height, (u, v) => {
    const isInside = Math.hypot(u - width / 2, (v - height / 2) / 1.4) < 18;
    const isNear = Math.hypot(u - width / 2, (v - height / 2) / 1.4) < 22;
    return [u * 3, v * 2, (u * v) & 255, isInside ? 200 : isNear ? 9 : 0];
  });
  const whole = newPicture(SIZE.width, SIZE.height);
  pastePicture(whole, part, { x, y });
  return whole;
}

async function* inStrips(picture: Picture, heights = [7, 1, 32]): AsyncGenerator<Picture> {
  for (let y = 0, i = 0; y < picture.height; i++) {
    const height = Math.min(heights[i % heights.length], picture.height - y);
    yield crop(picture, { x: 0, y, width: picture.width, height });
    y += height;
  }
}

const layouts: readonly Layout[] = [
  {},
  { crop: 'person' },
  { crop: 'person', margin: '10%' },
  { crop: 'person', margin: '500px' },
  { crop: 'person', margin: '3px 20% 0px 40px' },
  { position: 'center' },
  { position: '0% 100%' },
  { position: '100% 0%' },
  { crop: 'person', margin: '30px 0px', position: '50% 100%' },
  { scale: '100%' },
  { scale: '20%', position: '0% 100%' },
  { crop: 'person', margin: '20px', scale: '70%' },
  { crop: 'person', scale: 'original' },
  { shadow: 'ground' },
  { shadow: 'drop', shadow_opacity: '80%' },
  { shadow: 'ground', crop: 'person', margin: '10px' },
  { shadow: 'drop', scale: '50%', position: '0% 100%' },
];

for (const part of [PART, { x: 0, y: 0, ...SIZE }]) {
  for (const layout of layouts) {
    it(`lays ${JSON.stringify(layout)} out as a whole picture is, of a part ${part.width} wide`, async () => {
      const whole = cutoutIn(part);
      const expected = await drive(layOut(cutoutIn(part), layout));
      const found = await layOutStrips(() => inStrips(crop(whole, part)), part, SIZE, layout);
      const { cutout } = expected;
      expect({ width: found.width, height: found.height }).toEqual({ width: cutout.width, height: cutout.height });
      if (layout.crop || layout.position || layout.scale) expect(found.foreground).toEqual(expected.foreground);
      const joined = newPicture(found.width, found.height);
      let y = 0;
      for await (const strip of found.strips()) {
        pastePicture(joined, strip, { x: 0, y });
        y += strip.height;
      }
      expect(y).toBe(cutout.height);
      expect(sameBytes(joined.data, cutout.data)).toBe(true);
    });
  }
}

it('leaves a picture in which nothing is visible as it is', async () => {
  const found = await layOutStrips(() => inStrips(newPicture(90, 140)), { x: 0, y: 0, ...SIZE }, SIZE, {
    crop: 'person',
  });
  expect(found).toMatchObject(SIZE);
  expect(found.foreground).toBeUndefined();
});

it('lays strips over a picture that fills them', async () => {
  const cutout = cutoutIn(PART);
  const { strips } = await layOutStrips(() => inStrips(cutout), { x: 0, y: 0, ...SIZE }, SIZE, {});
  for (const lower of [
    paint(31, 9, (x, y) => [x * 8, y * 20, 90, 255]),
    paint(300, 200, (x, y) => [x, y, 0, x & 255]),
  ]) {
    const expected = composeOnPicture(cutout, await drive(cover(lower, SIZE.width, SIZE.height)));
    const parts: Picture[] = [];
    for await (const strip of layOverPicture(strips(), SIZE, rowsOfPicture(lower))) parts.push(strip);
    expect(
      sameBytes(new Uint8ClampedArray(Buffer.concat(parts.map(({ data }) => new Uint8Array(data)))), expected.data),
    ).toBe(true);
  }
});

it('reads no further than it needs, and ends what it reads', async () => {
  let ended = 0;
  let read = 0;
  const strips = async function* () {
    try {
      for await (const strip of inStrips(cutoutIn(PART))) {
        read += strip.height;
        yield strip;
      }
    } finally {
      ended++;
    }
  };
  const { strips: cropped } = await layOutStrips(strips, { x: 0, y: 0, ...SIZE }, SIZE, { crop: 'person' });
  read = 0;
  for await (const _ of cropped());
  expect(ended).toBe(2);
  expect(read).toBeLessThan(SIZE.height);
});
