import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { exifOrientation } from '../../../../shared/sniff/exif.ts';
import { asDecodersWantIt } from '../../../../shared/sniff/mend.ts';
import { sniff } from '../../../../shared/sniff/sniff.ts';
import { drawnPortrait } from '../../../fixtures/drawn.ts';
import { withJpegSegment } from '../../../fixtures/files/bytes.ts';
import { ORIENTATIONS, oriented } from '../../../fixtures/files/orientation.ts';
import { ascii, declined, upright } from '../declined.ts';

let photo: Buffer;
let jpeg: Buffer;
beforeAll(async () => {
  photo = await drawnPortrait(80);
  jpeg = await sharp(photo).jpeg().toBuffer();
});

describe('JPEG', () => {
  it.each(ORIENTATIONS)('gives the size as displayed under EXIF orientation %i', async (orientation) => {
    const bytes = await (await oriented(photo, orientation)).jpeg().toBuffer();
    expect(sniff(bytes)).toEqual({ format: 'jpeg', ...upright, orientation });
    const { autoOrient, orientation: known } = await sharp(bytes).metadata();
    expect([autoOrient.width, autoOrient.height, known]).toEqual([60, 80, orientation]);
  });

  it('reads progressive, grey and CMYK ones', async () => {
    const picture = sharp(photo);
    const kinds = [
      picture.clone().jpeg({ progressive: true }),
      picture.clone().greyscale().jpeg(),
      picture.clone().toColourspace('cmyk').jpeg(),
    ];
    for (const kind of kinds) expect(sniff(await kind.toBuffer())).toEqual({ format: 'jpeg', ...upright });
  });

  it('does not take the end of a thumbnail for the end of the picture', () => {
    const whole = withJpegSegment(jpeg, 0xe1, Buffer.concat([ascii('Exif\0\0'), jpeg]));
    expect(sniff(whole)).toMatchObject(upright);
    expect(sniff(whole.subarray(0, -2))).toMatchObject({ ...upright, unfinished: true });
  });

  it('ignores what follows its end', () => {
    expect(sniff(Buffer.concat([jpeg, ascii('anything')]))).toEqual({ format: 'jpeg', ...upright });
  });

  it('leaves it to the decoder whether one without its end lacks rows, but not one without pixels', () => {
    const scan = jpeg.indexOf(Buffer.from([0xff, 0xda]));
    for (let length = 3; length < scan; length += 7) expect(declined(jpeg.subarray(0, length)).code).toBe('truncated');
    for (let length = scan + 20; length < jpeg.length; length += 97) {
      expect(sniff(jpeg.subarray(0, length))).toEqual({ format: 'jpeg', ...upright, unfinished: true });
    }
  });

  it('does not take what a camera appends for the end of a picture without one', () => {
    const appended = Buffer.concat([jpeg.subarray(0, -2), ascii('\0\0\x01\nImage_UTC_Data'), jpeg, ascii('SEFT')]);
    const sniffed = sniff(appended);
    expect(sniffed).toMatchObject({ ...upright, unfinished: true });
    const closed = asDecodersWantIt(appended, sniffed);
    expect(closed.length).toBe(jpeg.length + 18);
    expect([...closed.subarray(-2)]).toEqual([0xff, 0xd9]);
  });

  it('declines what no browser decodes, and nonsense', () => {
    const frame = jpeg.indexOf(Buffer.from([0xff, 0xc0]));
    const patched = (at: number, ...values: number[]) => {
      const copy = Buffer.from(jpeg);
      copy.set(values, frame + at);
      return declined(copy);
    };
    expect(patched(1, 0xc3)).toMatchObject({
      code: 'unsupported-format',
      message: expect.stringContaining('lossless'),
    });
    expect(patched(4, 12)).toMatchObject({ code: 'unsupported-format', message: expect.stringContaining('12 bits') });
    expect(patched(5, 0, 0)).toMatchObject({ code: 'damaged', message: expect.stringContaining('60 × 0') });
    expect(patched(9, 9)).toMatchObject({ code: 'damaged', message: expect.stringContaining('9 channels') });
    expect(patched(2, 0, 1)).toMatchObject({ code: 'damaged', message: expect.stringContaining('no length') });
    expect(patched(2, 0, 4)).toMatchObject({ code: 'damaged', message: expect.stringContaining('frame header') });
    expect(patched(1, 0xe5)).toMatchObject({ code: 'damaged', message: expect.stringContaining('missing') });
  });
});

describe('EXIF', () => {
  const entry = (tag: number, type: number, value: number) => [
    tag >> 8,
    tag & 255,
    0,
    type,
    0,
    0,
    0,
    1,
    0,
    value,
    0,
    0,
  ];
  const block = (...entries: number[][]) =>
    Buffer.from([...ascii('MM\0*'), 0, 0, 0, 8, 0, entries.length, ...entries.flat()]);

  it('finds the orientation among other entries, with or without its prefix', () => {
    const exif = block(entry(0x010f, 2, 0), entry(0x0112, 3, 6));
    expect(exifOrientation(exif)).toBe(6);
    expect(exifOrientation(Buffer.concat([ascii('Exif\0\0'), exif]))).toBe(6);
  });

  it('reads an orientation that is written as LONG, in both byte orders', () => {
    expect(exifOrientation(block([1, 0x12, 0, 4, 0, 0, 0, 1, 0, 0, 0, 6]))).toBe(6);
    const little = [0x12, 1, 4, 0, 1, 0, 0, 0, 8, 0, 0, 0];
    expect(exifOrientation(Buffer.from([...ascii('II*\0'), 8, 0, 0, 0, 1, 0, ...little]))).toBe(8);
  });

  it('is upright when the block is cut off, lies about itself or gives a wrong value', () => {
    const exif = block(entry(0x0112, 3, 8));
    for (let length = 0; length < exif.length; length++) expect(exifOrientation(exif.subarray(0, length))).toBe(1);
    expect(exifOrientation(block(entry(0x0112, 3, 9)))).toBe(1);
    expect(exifOrientation(block(entry(0x0112, 4, 6)))).toBe(1);
    expect(exifOrientation(block(entry(0x0112, 2, 6)))).toBe(1);
    const far = Buffer.from(exif);
    far.writeUInt32BE(0xfffffff0, 4);
    expect(exifOrientation(far)).toBe(1);
  });
});
