import sharp from 'sharp';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { toSrgb } from '../../../shared/image/colour/convert.ts';
import { decodePng } from '../../../shared/image/png/decode.ts';
import { encodePng, encodePngStrips } from '../../../shared/image/png/encode.ts';
import { inflate } from '../../../worker/codecs/png/inflate.ts';
import { drawnPhoto } from '../../fixtures/drawn.ts';
import { paint, sameBytes } from '../../fixtures/pixels.ts';

const rgba = (png: Buffer) => sharp(png).toColourspace('srgb').ensureAlpha().raw({ depth: 'uchar' }).toBuffer();
const noisy = paint(37, 23, (x, y) => [(x * 97) & 255, (y * 71) & 255, (x * y * 13) & 255, (x * 31 + y) & 255]);
const greys = Uint8ClampedArray.from({ length: 37 * 23 }, (_, i) => (i * i) & 255);

afterEach(() => vi.unstubAllGlobals());

describe('decodePng', () => {
  const colour = async () => sharp(noisy.data, { raw: { width: 37, height: 23, channels: 4 } });
  const grey = async () => sharp(greys, { raw: { width: 37, height: 23, channels: 1 } }).toColourspace('b-w');
  const forms: Record<string, () => Promise<Buffer>> = {
    RGBA: async () => (await colour()).png().toBuffer(),
    'RGBA, interlaced': async () => (await colour()).png({ progressive: true }).toBuffer(),
    'RGBA, filtered': async () => (await colour()).png({ adaptiveFiltering: true }).toBuffer(),
    'RGB, 16 bits': async () => (await colour()).removeAlpha().toColourspace('rgb16').png().toBuffer(),
    'palette with alpha': async () => (await colour()).png({ palette: true }).toBuffer(),
    'palette of 2, interlaced': async () =>
      (await colour()).png({ palette: true, colours: 2, progressive: true }).toBuffer(),
    'palette of 16': async () =>
      sharp(await drawnPhoto(50))
        .png({ palette: true, colours: 16 })
        .toBuffer(),
    grey: async () => (await grey()).png().toBuffer(),
    'a photograph': () => drawnPhoto(129),
  };
  for (const [name, make] of Object.entries(forms)) {
    it(`reads ${name}`, async () => {
      const png = await make();
      const expected = await rgba(png);
      for (const inflater of [undefined, inflate]) {
        const { width, height, data } = toSrgb(await decodePng(png, inflater), 'srgb');
        expect(width * height * 4).toBe(expected.length);
        // What sharp widens to 16 bits by a shift is a level lower when it is scaled back.
        const apart = data.reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i])), 0);
        expect(apart).toBeLessThanOrEqual(name.includes('16 bits') ? 1 : 0);
      }
    });
  }

  it('takes no more than the header promises, and no less', async () => {
    const png = await drawnPhoto(64);
    const shorter = Buffer.from(png);
    shorter.writeUInt32BE(32, 20);
    expect((await decodePng(shorter)).height).toBe(32);
    const taller = Buffer.from(png);
    taller.writeUInt32BE(65, 20);
    await expect(decodePng(taller)).rejects.toThrow();
  });
});

describe('encodePng', () => {
  it('writes RGBA that reads back the same', async () => {
    const png = Buffer.from(await encodePng(noisy));
    expect(await sharp(png).metadata()).toMatchObject({ format: 'png', channels: 4, depth: 'uchar' });
    expect(sameBytes(new Uint8ClampedArray(await sharp(png).raw().toBuffer()), noisy.data)).toBe(true);
  });

  it('writes strips as they come, and reads no further when nobody wants more', async () => {
    let ended = 0;
    const strips = function* () {
      try {
        for (let y = 0, height = 1; y < 23; y += height, height = Math.min(height + 1, 23 - y)) {
          yield { width: 37, height, data: noisy.data.slice(y * 37 * 4, (y + height) * 37 * 4) };
        }
      } finally {
        ended++;
      }
    };
    const parts: Uint8Array[] = [];
    for await (const part of encodePngStrips(noisy, 4, strips())) parts.push(part);
    const raw = await sharp(Buffer.concat(parts)).raw().toBuffer();
    expect(sameBytes(new Uint8ClampedArray(raw), noisy.data)).toBe(true);
    const reading = encodePngStrips(noisy, 4, strips());
    await reading.next();
    await reading.return(undefined);
    for await (const _ of encodePngStrips(noisy, 4, strips())) break;
    expect(ended).toBeLessThanOrEqual(3);
  });

  it('runs no further ahead of a slow reader where the deflater takes all that it is given', async () => {
    const endless = { highWaterMark: Number.POSITIVE_INFINITY };
    const Eager = class extends TransformStream {
      constructor() {
        super({}, endless, endless);
      }
    };
    vi.stubGlobal('CompressionStream', Eager);
    let taken = 0;
    const strips = async function* () {
      for (; taken < 50; taken++) yield { width: 512, height: 32, data: new Uint8ClampedArray(512 * 32 * 4) };
    };
    const reading = encodePngStrips({ width: 512, height: 1600 }, 4, strips());
    await reading.next();
    await reading.next();
    for (let turns = 0; turns < 200; turns++) await new Promise((resolve) => setImmediate(resolve));
    expect(taken).toBeLessThan(5);
    let parts = 2;
    for await (const _ of reading) parts++;
    expect(taken).toBe(50);
    expect(parts).toBeGreaterThan(50);
  });

  it('gives the same bytes whenever they are asked for', async () => {
    const picture = paint(400, 300, (x, y) => [(x * 97 + y * y) & 255, (x * y * 71) & 255, (x * x) & 255, 255]);
    const strips = (rows: number) =>
      Array.from({ length: 300 / rows }, (_, i) => ({
        width: 400,
        height: rows,
        data: picture.data.subarray(i * rows * 1600, (i + 1) * rows * 1600),
      }));
    const read = async (rows: number, restMs: number) => {
      const parts: Uint8Array[] = [];
      for await (const part of encodePngStrips(picture, 4, strips(rows))) {
        parts.push(part);
        if (restMs > 0) await new Promise((resolve) => setTimeout(resolve, restMs));
      }
      return Buffer.concat(parts);
    };
    const [whole, slow] = [await read(300, 0), await read(10, 5)];
    expect(whole.length).toBeGreaterThan(2 * 65_536);
    expect(slow.equals(whole)).toBe(true);
  });

  it('fails as what it reads from does', async () => {
    const strips = async function* () {
      yield { width: 37, height: 10, data: noisy.data.subarray(0, 37 * 10 * 4) };
      throw new RangeError('no more');
    };
    const read = async () => {
      for await (const _ of encodePngStrips(noisy, 4, strips()));
    };
    await expect(read()).rejects.toThrow('no more');
  });

  it('writes grey in one channel', async () => {
    const png = Buffer.from(await encodePng({ width: 37, height: 23, data: greys }));
    expect(await sharp(png).metadata()).toMatchObject({ channels: 1, space: 'b-w' });
    const back = await sharp(png).toColourspace('b-w').raw().toBuffer();
    expect(sameBytes(new Uint8ClampedArray(back), greys)).toBe(true);
  });

  it('is not far from what others make of a photograph', async () => {
    const { data, info } = await sharp(await drawnPhoto(256))
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const ours = await encodePng({ width: info.width, height: info.height, data: new Uint8ClampedArray(data) });
    const theirs = await sharp(data, { raw: { width: info.width, height: info.height, channels: 4 } })
      .png({ adaptiveFiltering: true })
      .toBuffer();
    expect(ours.length).toBeLessThan(theirs.length * 1.15);
  });
});
