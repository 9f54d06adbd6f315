import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { Box } from '../../../../shared/image/geometry.ts';
import { orient } from '../../../../shared/image/orient.ts';
import { newPicture, type Picture } from '../../../../shared/image/picture.ts';
import type { IsOfUse } from '../../../../shared/image/rows/row-source.ts';
import { sniff } from '../../../../shared/sniff/sniff.ts';
import { decodeJpeg, openJpeg } from '../../../../worker/codecs/jpeg/open-jpeg.ts';
import { openSource } from '../../../../worker/codecs/open-source.ts';
import { ORIENTATIONS, oriented } from '../../../fixtures/files/orientation.ts';
import { sameBytes } from '../../../fixtures/pixels.ts';

const [WIDTH, HEIGHT] = [331, 437];

/** Soft shapes, hard edges and some grain. */
async function photo(): Promise<Buffer> {
  const data = Buffer.alloc(WIDTH * HEIGHT * 3);
  for (let i = 0; i < WIDTH * HEIGHT; i++) {
    const [x, y] = [i % WIDTH, Math.trunc(i / WIDTH)];
    const inside = Math.hypot(x - 150, y - 200) < 90 ? 90 : 0;
    data[i * 3] = 128 + 60 * Math.sin(x / 17) + inside * 0.7 + ((x * y) % 7);
    data[i * 3 + 1] = 60 + (y / HEIGHT) * 120 + ((x ^ y) % 5);
    data[i * 3 + 2] = 200 - inside * 2 + 20 * Math.cos(y / 9);
  }
  return sharp(data, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } })
    .png()
    .toBuffer();
}

/** A part of a JPEG, as its strips have it. */
function read(bytes: Buffer, part?: Box, isOfUse?: IsOfUse): Picture {
  const source = openJpeg(bytes, sniff(bytes), 'srgb');
  const box = part ?? { x: 0, y: 0, width: source.width, height: source.height };
  const whole = newPicture(box.width, box.height);
  let y = 0;
  for (const strip of source.strips(box, isOfUse) as Iterable<Picture>) {
    whole.data.set(strip.data, y * box.width * 4);
    y += strip.height;
  }
  expect(y).toBe(box.height);
  return whole;
}

/** The largest difference from what libjpeg makes of it. */
async function differences(bytes: Buffer, found: Picture, part?: Box): Promise<number> {
  let image = sharp(await sharp(bytes).rotate().ensureAlpha().toColourspace('srgb').raw().toBuffer(), {
    raw: { width: sniff(bytes).width, height: sniff(bytes).height, channels: 4 },
  });
  if (part) image = image.extract({ left: part.x, top: part.y, width: part.width, height: part.height });
  const expected = await image.raw().toBuffer();
  expect(found.data.length).toBe(expected.length);
  let most = 0;
  for (let i = 0; i < expected.length; i++) most = Math.max(most, Math.abs(found.data[i] - expected[i]));
  return most;
}

describe('a JPEG in strips is what libjpeg makes of it', () => {
  const kinds = {
    'colours at half size': { chromaSubsampling: '4:2:0' },
    'colours at full size': { chromaSubsampling: '4:4:4' },
    'progressive, colours at half size': { progressive: true, chromaSubsampling: '4:2:0' },
    'progressive, colours at full size': { progressive: true, chromaSubsampling: '4:4:4' },
    'progressive, poor': { progressive: true, quality: 20 },
    'tables of its own': { optimiseCoding: false, quality: 100 },
    'many scans': { progressive: true, optimiseScans: true, mozjpeg: true },
  } as const;
  for (const [kind, options] of Object.entries(kinds)) {
    it(`with ${kind}`, async () => {
      const bytes = await sharp(await photo())
        .jpeg({ quality: 90, ...options })
        .toBuffer();
      expect(await differences(bytes, read(bytes))).toBe(0);
    });
  }

  it('in grey', async () => {
    const bytes = await sharp(await photo())
      .greyscale()
      .jpeg()
      .toBuffer();
    expect(await differences(bytes, read(bytes))).toBe(0);
  });

  for (const orientation of ORIENTATIONS) {
    it(`of orientation ${orientation}`, async () => {
      for (const progressive of [false, true]) {
        const bytes = await (await oriented(await photo(), orientation)).jpeg({ quality: 90, progressive }).toBuffer();
        expect(await differences(bytes, read(bytes))).toBe(0);
        const part = { x: 101, y: 67, width: 121, height: 263 };
        expect(await differences(bytes, read(bytes, part), part)).toBe(0);
      }
    });
  }

  it('where only a part is of use', async () => {
    const bytes = await (await oriented(await photo(), 6)).jpeg().toBuffer();
    const [all, some] = [read(bytes), read(bytes, undefined, ({ x, width }) => x < 200 && x + width > 150)];
    const column = (picture: Picture, x: number) =>
      Array.from({ length: HEIGHT }, (_, y) => picture.data[(y * WIDTH + x) * 4]);
    for (const x of [150, 170, 199]) expect(column(some, x)).toEqual(column(all, x));
    expect(column(some, 20)).not.toEqual(column(all, 20));
  });
});

describe('a JPEG that is damaged', () => {
  it('is found out before its rows are read, where its last rows are missing', async () => {
    const bytes = await sharp(await photo())
      .jpeg()
      .toBuffer();
    expect(() => openJpeg(bytes.subarray(0, bytes.length >> 1), sniff(bytes), 'srgb')).toThrow(/last rows/);
  });

  it('is declined or read, whatever is wrong with it', async () => {
    for (const progressive of [false, true]) {
      const whole = await (await oriented(await photo(), 6)).jpeg({ progressive }).toBuffer();
      for (let seed = 1; seed <= 60; seed++) {
        const bytes = Buffer.from(whole);
        for (let i = 0; i < 5; i++) bytes[(seed * 7919 + i * 104729) % bytes.length] = (seed * 31 + i) & 255;
        try {
          read(bytes);
        } catch (thrown) {
          expect(String(thrown)).toMatch(/JPEG/);
        }
      }
    }
  });
});

describe('a JPEG of four inks becomes sRGB by the formula of CSS', () => {
  const inks = async (options = {}) =>
    sharp(await photo())
      .toColourspace('cmyk')
      .jpeg({ quality: 90, ...options })
      .toBuffer();
  /** Where Adobe's marker says how the inks are stored. */
  const transformAt = (bytes: Buffer) => bytes.indexOf('Adobe') + 11;

  /** The largest difference from the inks that libjpeg reads, converted by the formula. */
  async function apart(bytes: Buffer): Promise<number> {
    const found = read(bytes);
    const { data } = await sharp(bytes)
      .rotate()
      .pipelineColourspace('cmyk')
      .toColourspace('cmyk')
      .raw()
      .toBuffer({ resolveWithObject: true });
    let most = 0;
    for (let i = 0; i < data.length; i += 4) {
      for (let c = 0; c < 3; c++) {
        const expected = ((255 - data[i + c]) * (255 - data[i + 3])) / 255;
        most = Math.max(most, Math.abs(found.data[i + c] - expected));
      }
      if (found.data[i + 3] !== 255) most = 255;
    }
    return most;
  }

  it('in CMYK as Adobe writes it, progressive and on its side too', async () => {
    expect(await apart(await inks())).toBeLessThanOrEqual(0.5);
    expect(await apart(await inks({ progressive: true }))).toBeLessThanOrEqual(0.5);
    const turned = await oriented(await photo(), 6);
    const aside = await turned.toColourspace('cmyk').jpeg().toBuffer();
    expect(sniff(aside).orientation).toBe(6);
    expect(sameBytes(read(aside).data, orient(decodeJpeg(aside), 6).data)).toBe(true);
  });

  it('in YCCK', async () => {
    const bytes = await inks();
    bytes[transformAt(bytes)] = 2;
    expect(await apart(bytes)).toBeLessThanOrEqual(0.5);
  });

  it('without Adobe’s marker too', async () => {
    const bytes = await inks();
    const at = bytes.indexOf('Adobe') - 4;
    const plain = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 16)]);
    expect(await apart(plain)).toBeLessThanOrEqual(0.5);
  });
});

it('a very tall JPEG on its side is taken with colours at half size, and declined with all its colours', async () => {
  const tall = sharp({ create: { width: 1525, height: 16_384, channels: 3, background: '#789' } });
  const make = (chromaSubsampling: string) =>
    tall.clone().withMetadata({ orientation: 6 }).jpeg({ chromaSubsampling }).toBuffer();
  const half = await make('4:2:0');
  expect(openSource(half, sniff(half))).toMatchObject({ width: 16_384, height: 1525 });
  // The wider its rows, the fewer at a time: 128 of them would have 8 MiB.
  const strips = openJpeg(half, sniff(half), 'srgb').strips({ x: 0, y: 0, width: 16_384, height: 1525 });
  for await (const { height } of strips) expect(height).toBeLessThanOrEqual(64);
  const full = await make('4:4:4');
  expect(() => openSource(full, sniff(full))).toThrow(
    expect.objectContaining({ problem: 'too-large', limit: { pixels: expect.any(Number) } }),
  );
});
