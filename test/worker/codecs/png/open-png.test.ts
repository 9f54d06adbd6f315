import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { toSrgb } from '../../../../shared/image/colour/convert.ts';
import { newPicture, type Picture } from '../../../../shared/image/picture.ts';
import { decodePng } from '../../../../shared/image/png/decode.ts';
import type { IsOfUse, RowSource } from '../../../../shared/image/rows/row-source.ts';
import { sniff } from '../../../../shared/sniff/sniff.ts';
import { spaceFor } from '../../../../worker/codecs/colour.ts';
import { openSource } from '../../../../worker/codecs/open-source.ts';
import { drawnPhoto } from '../../../fixtures/drawn.ts';
import { PNG_SIGNATURE, pngChunk } from '../../../fixtures/files/bytes.ts';
import { paint, sameBytes } from '../../../fixtures/pixels.ts';

const SIZE = { width: 77, height: 101 };
const noisy = paint(77, 101, (x, y) => [(x * 97) & 255, (y * 71) & 255, (x * y * 13) & 255, (x * 31 + y) & 255]);
const colour = () => sharp(noisy.data, { raw: { ...SIZE, channels: 4 } });

/** A PNG of rows as they are, with other chunks before its pixels. */
function png(depth: number, type: number, bytesPerRow: number, chunks: readonly Buffer[] = []): Buffer {
  const header = Buffer.from([0, 0, 0, SIZE.width, 0, 0, 0, SIZE.height, depth, type, 0, 0, 0]);
  const rows = Buffer.alloc((1 + bytesPerRow) * SIZE.height);
  for (let i = 0; i < rows.length; i++) rows[i] = i % (1 + bytesPerRow) ? (i * i * 7) >> 3 : i % 5;
  const pixels = pngChunk('IDAT', deflateSync(rows));
  const end = pngChunk('IEND', Buffer.alloc(0));
  return Buffer.concat([PNG_SIGNATURE, pngChunk('IHDR', header), ...chunks, pixels, end]);
}

const palette = pngChunk('PLTE', Buffer.from(Array.from({ length: 768 }, (_, i) => (i * 37) & 255)));
const forms: Record<string, () => Promise<Buffer> | Buffer> = {
  RGBA: () => colour().png().toBuffer(),
  'RGBA, filtered': () => colour().png({ adaptiveFiltering: true }).toBuffer(),
  RGB: () => colour().removeAlpha().png().toBuffer(),
  'RGB, 16 bits': () => png(16, 2, 77 * 6),
  'RGBA, 16 bits': () => png(16, 6, 77 * 8),
  'grey and alpha': () => png(8, 4, 77 * 2),
  'grey of 1 bit': () => png(1, 0, 10),
  'grey of 4 bits with a transparent one': () => png(4, 0, 39, [pngChunk('tRNS', Buffer.of(0, 7))]),
  'RGB with a transparent colour': () => png(8, 2, 77 * 3, [pngChunk('tRNS', Buffer.of(0, 1, 0, 2, 0, 3))]),
  'palette with alpha': () => png(8, 3, 77, [palette, pngChunk('tRNS', Buffer.of(0, 128))]),
  'palette of 2 bits': () => png(2, 3, 20, [palette]),
  gAMA: () => png(8, 2, 77 * 3, [pngChunk('gAMA', Buffer.of(0, 1, 0x86, 0xa0))]),
  'gAMA, 16 bits': () => png(16, 2, 77 * 6, [pngChunk('gAMA', Buffer.of(0, 1, 0x86, 0xa0))]),
  sRGB: () => png(8, 6, 77 * 4, [pngChunk('sRGB', Buffer.of(0))]),
  'a profile': () => colour().withIccProfile('p3').png().toBuffer(),
  'a broken checksum': () => {
    const bytes = png(8, 6, 77 * 4);
    bytes[bytes.indexOf('IDAT') - 5] ^= 255;
    return bytes;
  },
};

async function read(source: RowSource, part = { x: 0, y: 0, ...SIZE }, isOfUse?: IsOfUse): Promise<Picture> {
  const whole = newPicture(part.width, part.height);
  let y = 0;
  for await (const strip of source.strips(part, isOfUse)) {
    whole.data.set(strip.data, y * part.width * 4);
    y += strip.height;
  }
  expect(y).toBe(part.height);
  return whole;
}

const open = (bytes: Buffer) => openSource(bytes, sniff(bytes));

describe('a PNG in strips is what it is as a whole', () => {
  for (const [name, make] of Object.entries(forms)) {
    it(`with ${name}`, async () => {
      const bytes = await make();
      const whole = toSrgb(await decodePng(bytes), spaceFor(bytes, 'png').space);
      const source = open(bytes);
      expect(sameBytes((await read(source)).data, whole.data)).toBe(true);
      const part = { x: 11, y: 33, width: 41, height: 50 };
      const found = await read(source, part);
      for (let y = 0; y < part.height; y++) {
        const at = ((part.y + y) * SIZE.width + part.x) * 4;
        const row = found.data.subarray(y * 41 * 4, (y + 1) * 41 * 4);
        expect(sameBytes(row, whole.data.subarray(at, at + 41 * 4)), `row ${y}`).toBe(true);
      }
    });
  }

  it('where only some rows are of use', async () => {
    const bytes = await colour().png().toBuffer();
    const found = await read(open(bytes), undefined, ({ y }) => y >= 64);
    const from = 64 * SIZE.width * 4;
    expect(sameBytes(found.data.subarray(from), noisy.data.subarray(from))).toBe(true);
  });
});

describe('a PNG in strips is declined', () => {
  const whole = () => colour().png({ compressionLevel: 0 }).toBuffer();
  const failing = (bytes: Buffer) => expect(read(open(bytes))).rejects;

  it('where it is cut off', async () => {
    const bytes = await whole();
    await failing(bytes.subarray(0, bytes.length >> 1)).toThrow(expect.objectContaining({ code: 'truncated' }));
  });

  it('where rows are missing, or a filter is none', async () => {
    const taller = await whole();
    taller.writeUInt32BE(SIZE.height + 1, 20);
    const source = open(taller);
    await expect(read(source, { x: 0, y: 0, width: 77, height: 102 })).rejects.toThrow(
      expect.objectContaining({ code: 'damaged' }),
    );
    const wrong = Buffer.concat([PNG_SIGNATURE, ...(await wrongFilter())]);
    await failing(wrong).toThrow(expect.objectContaining({ code: 'damaged' }));
  });

  it('where its pixels are no zlib stream, or go on for long', async () => {
    const bytes = await drawnPhoto(64);
    bytes.fill(0xaa, bytes.indexOf('IDAT') + 4, bytes.indexOf('IDAT') + 40);
    await expect(read(open(bytes), { x: 0, y: 0, width: 64, height: 64 })).rejects.toThrow(
      expect.objectContaining({ code: 'damaged' }),
    );
    const surplus = png(8, 6, 77 * 4, []);
    const more = pngChunk('IDAT', Buffer.alloc(1_000_000));
    const end = surplus.length - 12;
    const long = Buffer.concat([surplus.subarray(0, end), more, surplus.subarray(end)]);
    await failing(long).toThrow(expect.objectContaining({ code: 'damaged' }));
  });

  async function wrongFilter(): Promise<Buffer[]> {
    const header = Buffer.from([0, 0, 0, SIZE.width, 0, 0, 0, SIZE.height, 8, 0, 0, 0, 0]);
    const rows = Buffer.alloc((1 + SIZE.width) * SIZE.height, 9);
    return [pngChunk('IHDR', header), pngChunk('IDAT', deflateSync(rows)), pngChunk('IEND', Buffer.alloc(0))];
  }
});
