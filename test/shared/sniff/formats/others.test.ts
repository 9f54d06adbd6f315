import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { sniff } from '../../../../shared/sniff/sniff.ts';
import { drawnPortrait } from '../../../fixtures/drawn.ts';
import { bmp, box, ico } from '../../../fixtures/files/bytes.ts';
import { oriented } from '../../../fixtures/files/orientation.ts';
import { ascii, declined, upright } from '../declined.ts';

let photo: Buffer;
beforeAll(async () => {
  photo = await drawnPortrait(80);
});

describe('WebP', () => {
  it('reads lossy, lossless, with alpha, turned and animated ones', async () => {
    const picture = sharp(photo);
    expect(sniff(await picture.clone().webp().toBuffer())).toEqual({ format: 'webp', ...upright });
    expect(sniff(await picture.clone().webp({ lossless: true }).toBuffer())).toEqual({ format: 'webp', ...upright });
    expect(sniff(await picture.clone().ensureAlpha(0.5).webp().toBuffer())).toEqual({ format: 'webp', ...upright });
    const turned = await (await oriented(photo, 8)).webp().toBuffer();
    expect(sniff(turned)).toEqual({ format: 'webp', ...upright, orientation: 8 });
    const frames = [photo, await picture.clone().negate().png().toBuffer()];
    const animated = await sharp(frames, { join: { animated: true } })
      .webp()
      .toBuffer();
    expect(sniff(animated)).toEqual({ format: 'webp', ...upright, animated: true });
  });

  it('goes by the first EXIF of two that contradict', async () => {
    const turned = await (await oriented(photo, 8)).webp().toBuffer();
    const upsideDown = await (await oriented(photo, 3)).webp().toBuffer();
    // sharp writes it last.
    const second = upsideDown.subarray(upsideDown.indexOf('EXIF'));
    const both = Buffer.concat([turned, second]);
    both.writeUInt32LE(both.length - 8, 4);
    expect(sniff(both)).toEqual({ format: 'webp', ...upright, orientation: 8 });
  });

  it('declines what is cut off, empty or broken inside', async () => {
    const webp = await sharp(photo).webp().toBuffer();
    for (let length = 12; length < webp.length; length += 13) {
      expect(declined(webp.subarray(0, length)).code).toBe('truncated');
    }
    expect(declined(Buffer.concat([ascii('RIFF\x04\0\0\0WEBP')])).code).toBe('damaged');
    const broken = Buffer.from(webp);
    broken[23] ^= 0xff;
    expect(declined(broken).code).toBe('damaged');
  });
});

describe('GIF', () => {
  it('tells still from animated', async () => {
    expect(sniff(await sharp(photo).gif().toBuffer())).toEqual({ format: 'gif', ...upright, animated: false });
    const frames = [photo, await sharp(photo).negate().png().toBuffer()];
    const animated = await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer();
    expect(sniff(animated)).toEqual({ format: 'gif', ...upright, animated: true });
  });

  it('tells where a first frame lies that does not fill the screen', () => {
    const frame = (left: number, width: number) =>
      ascii(
        `GIF87a\x40\0\x30\0\0\0\0,${String.fromCharCode(left)}\0\x05\0${String.fromCharCode(width)}\0\x30\0\0\x02\x01\0\0;`,
      );
    expect(sniff(frame(7, 20))).toMatchObject({ width: 64, frame: { left: 7, top: 5, width: 20, height: 48 } });
  });

  it('needs a whole first frame only', async () => {
    const frames = [photo, await sharp(photo).negate().png().toBuffer()];
    const animated = await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer();
    expect(sniff(animated.subarray(0, -1))).toMatchObject({ width: 60, height: 80 });
    expect(sniff(animated.subarray(0, Math.floor(animated.length * 0.8)))).toMatchObject({ width: 60, height: 80 });
    expect(declined(animated.subarray(0, Math.floor(animated.length * 0.3))).code).toBe('truncated');
    expect(declined(ascii('GIF89a\x40\0\x40\0\0\0\0;')).code).toBe('damaged');
    expect(declined(ascii('GIF89a\0\0\0\0\0\0\0;')).code).toBe('damaged');
  });
});

describe('AVIF', () => {
  it('reads size and rotation', async () => {
    const still = await sharp(photo).avif({ effort: 0 }).toBuffer();
    expect(sniff(still)).toEqual({ format: 'avif', ...upright });
    const turned = await (await oriented(photo, 6)).avif({ effort: 0 }).toBuffer();
    const { autoOrient } = await sharp(turned).metadata();
    expect(sniff(turned)).toEqual({ format: 'avif', ...upright });
    expect([autoOrient.width, autoOrient.height]).toEqual([60, 80]);
  });

  it('prefers the primary item, and reads a sequence without one by its track', () => {
    const number = (...values: number[]) =>
      Buffer.concat(values.map((value) => Buffer.from([0, 0, value >> 8, value])));
    const ispe = (width: number, height: number) => box('ispe', number(0, width, height));
    const ipma = box('ipma', number(0, 2), Buffer.from([0, 1, 1, 1, 0, 2, 2, 2, 3]));
    const iprp = box('iprp', box('ipco', ispe(20, 20), ispe(300, 200), box('irot', Buffer.from([1]))), ipma);
    const meta = box('meta', number(0), box('pitm', number(0), Buffer.from([0, 2])), iprp);
    const still = Buffer.concat([box('ftyp', ascii('avif\0\0\0\0avifmif1')), meta]);
    expect(sniff(still)).toEqual({ format: 'avif', width: 200, height: 300, orientation: 1, animated: false });
    const tkhd = Buffer.alloc(84);
    tkhd.writeUInt32BE(640 * 65536, 76);
    tkhd.writeUInt32BE(360 * 65536, 80);
    const sequence = Buffer.concat([
      box('ftyp', ascii('avis\0\0\0\0avis')),
      box('moov', box('trak', box('tkhd', tkhd))),
    ]);
    expect(sniff(sequence)).toEqual({ format: 'avif', width: 640, height: 360, orientation: 1, animated: true });
    expect(declined(box('ftyp', ascii('avif\0\0\0\0avif'))).code).toBe('damaged');
  });
});

describe('BMP and ICO', () => {
  it('reads them and misses their ends', () => {
    const bitmap = bmp(new Uint8Array(20 * 30 * 3), 20, 30);
    expect(sniff(bitmap)).toEqual({ format: 'bmp', width: 20, height: 30, orientation: 1, animated: false });
    expect(declined(bitmap.subarray(0, -1)).code).toBe('truncated');
    const icon = ico(photo);
    expect(sniff(icon)).toEqual({ format: 'ico', ...upright });
    expect(declined(icon.subarray(0, -1)).code).toBe('truncated');
  });
});
