import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CutoutError } from '../../../shared/errors.ts';
import { newPicture } from '../../../shared/image/picture.ts';
import { decode } from '../../../shared/node/decode.ts';
import { encodeMatte, encodePicture } from '../../../shared/node/encode.ts';
import { decodeJpeg } from '../../../worker/codecs/jpeg/open-jpeg.ts';
import { pngOf } from '../../fixtures/colour/containers.ts';
import { tableProfile } from '../../fixtures/colour/profiles.ts';
import { drawnPortrait } from '../../fixtures/drawn.ts';
import { pngChunk } from '../../fixtures/files/bytes.ts';
import { hostileFiles } from '../../fixtures/files/hostile.ts';
import { avifSequence, avifSequenceAlone, gifOnScreen, premultipliedAvif } from '../../fixtures/files/odd.ts';
import { paint, pixelAt, sameBytes } from '../../fixtures/pixels.ts';

let photo: Buffer;
let jpeg: Buffer;
beforeAll(async () => {
  photo = await drawnPortrait(80);
  jpeg = await sharp(photo).jpeg({ quality: 95 }).toBuffer();
});

const codeOf = (bytes: Uint8Array): Promise<string> =>
  decode(bytes).then(
    () => 'decoded',
    (thrown: CutoutError) => thrown.code,
  );

describe('files without their end', () => {
  it('are shown when the last bytes are missing, and declined when rows are', async () => {
    const whole = await decode(jpeg);
    expect((await decode(jpeg.subarray(0, -2))).data).toEqual(whole.data);
    expect(await codeOf(jpeg.subarray(0, -8))).toBe('decoded');
    expect(await codeOf(jpeg.subarray(0, jpeg.length * 0.7))).toBe('truncated');
    const png = await decode(photo);
    for (const cut of [4, 8, 12, 16, 18]) expect((await decode(photo.subarray(0, -cut))).data).toEqual(png.data);
    expect(await codeOf(photo.subarray(0, photo.length * 0.7))).toBe('truncated');
  });

  it('are shown when a progressive JPEG lacks its last scans', async () => {
    const progressive = await sharp(photo).jpeg({ progressive: true }).toBuffer();
    expect(await codeOf(progressive.subarray(0, progressive.length * 0.8))).toBe('decoded');
  });
});

it('every hostile file is declined with its own code', async () => {
  for (const { name, bytes, expect: code } of await hostileFiles())
    expect([name, await codeOf(bytes)]).toEqual([name, code]);
});

it('profiles of tables are left to sharp, at 8 and 16 bits', async () => {
  const profile = pngChunk('iCCP', Buffer.concat([Buffer.from('drawn\0\0', 'latin1'), deflateSync(tableProfile())]));
  for (const depth of [8, 16] as const) {
    const colour = [230, 140, 180].map((value) => (depth === 8 ? value : value * 257));
    const numbers = Array.from({ length: 20 * 20 }, () => colour).flat();
    const file = pngOf({ width: 20, height: 20, channels: 3, numbers }, { depth, before: [profile] });
    const [red, green, blue] = pixelAt(await decode(file), 10, 10);
    // The table swaps red and green; it has 8 bits.
    for (const [value, wanted] of [
      [red, 140],
      [green, 230],
      [blue, 180],
    ])
      expect(Math.abs(value - wanted)).toBeLessThan(8);
  }
});

describe('a JPEG of four inks', () => {
  const inks = () => sharp(photo).toColourspace('cmyk');

  it('has the colours of the Worker where it has no profile: in CMYK, in YCCK, and without Adobe’s marker', async () => {
    const cmyk = await inks().jpeg({ quality: 90 }).toBuffer();
    const adobe = cmyk.indexOf('Adobe');
    const ycck = Buffer.from(cmyk);
    ycck[adobe + 11] = 2;
    const unmarked = Buffer.concat([cmyk.subarray(0, adobe - 4), cmyk.subarray(adobe + 12)]);
    for (const bytes of [cmyk, ycck, unmarked])
      expect(sameBytes((await decode(bytes)).data, decodeJpeg(bytes).data as Uint8ClampedArray)).toBe(true);
  });

  it('is left to sharp where it has a profile of a press', async () => {
    const bytes = await inks().keepIccProfile().jpeg({ quality: 90 }).toBuffer();
    expect((await sharp(bytes).metadata()).hasProfile).toBe(true);
    const ofSharp = await sharp(bytes).toColourspace('srgb').ensureAlpha().raw().toBuffer();
    expect(sameBytes((await decode(bytes)).data, new Uint8ClampedArray(ofSharp))).toBe(true);
  });
});

describe('odd files', () => {
  it('shows nothing around a GIF that does not fill its screen', async () => {
    const gif = await gifOnScreen(photo, [90, 100], [12, 7]);
    const picture = await decode(gif);
    expect([picture.width, picture.height]).toEqual([90, 100]);
    const seen = (x: number, y: number) => pixelAt(picture, x, y)[3];
    expect([seen(11, 7), seen(12, 6), seen(12, 7), seen(71, 86), seen(72, 86), seen(71, 87)]).toEqual([
      0, 0, 255, 255, 0, 0,
    ]);
  });

  it('shows the still picture of an AVIF sequence', async () => {
    expect((await decode(await avifSequence(photo))).data).toEqual((await decode(photo)).data);
    await expect(decode(await avifSequenceAlone(photo))).rejects.toMatchObject({
      code: 'unsupported-format',
      message: expect.stringContaining('AVIF sequence'),
    });
  });

  it('takes alpha out of the colours of an AVIF that has it in them', async () => {
    const drawn = paint(32, 16, (x, y) => [200, 100, 40 + y, 8 * x]);
    const { data } = await decode(await premultipliedAvif(drawn));
    for (let i = 0; i < data.length; i += 4) {
      const alpha = data[i + 3];
      if (alpha === 0) continue;
      // A number that was multiplied by a small alpha has lost that much.
      for (let c = i; c < i + 3; c++) expect(Math.abs(data[c] - drawn.data[c])).toBeLessThanOrEqual(1 + 128 / alpha);
    }
  });
});

it('no resolution is written into a PNG', async () => {
  const picture = newPicture(20, 20);
  for (const png of [
    await encodePicture(picture),
    await encodeMatte({ ...picture, data: new Uint8ClampedArray(400) }),
  ]) {
    expect(png.includes('pHYs')).toBe(false);
    expect(await sharp(png).metadata()).toMatchObject({ width: 20, height: 20 });
  }
});
