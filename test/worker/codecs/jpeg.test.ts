import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { drawnPhoto } from '../../fixtures/drawn.ts';
import { withJpegSegment } from '../../fixtures/files/bytes.ts';
import { type Codecs, loadCodecs } from './codecs.ts';

const WANTED = { format: 'png', output: 'cutout' } as const;
/** The marker of a scan, more often than any picture has it. */
const SCANS = Buffer.from('ffda'.repeat(200), 'hex');

describe('scans of a JPEG', () => {
  let codecs: Codecs;
  let jpeg: Buffer;
  beforeAll(async () => {
    codecs = await loadCodecs();
    jpeg = await sharp(await drawnPhoto(64))
      .jpeg({ progressive: true })
      .toBuffer();
  });

  const places: Record<string, (whole: Buffer) => Buffer> = {
    'a comment': (whole) => withJpegSegment(whole, 0xfe, SCANS),
    'a thumbnail': (whole) => withJpegSegment(whole, 0xe1, Buffer.concat([Buffer.from('Exif\0\0'), SCANS])),
    'an application of its own': (whole) => withJpegSegment(whole, 0xef, SCANS),
    'a trailer': (whole) => Buffer.concat([whole, SCANS]),
    'another picture behind the end': (whole) => Buffer.concat([whole, ...Array.from({ length: 20 }, () => whole)]),
  };
  for (const [place, make] of Object.entries(places)) {
    it(`are not counted in ${place}`, async () => {
      const body = make(jpeg);
      expect(await codecs.decode(body, codecs.inspect(body, WANTED))).toMatchObject({ width: 64 });
    });
  }

  it('are counted where they are', () => {
    const first = jpeg.indexOf(Buffer.from('ffda', 'hex'));
    const scan = jpeg.subarray(first, jpeg.indexOf(0xff, first + 20));
    const end = Buffer.from('ffd9', 'hex');
    const many = Buffer.concat([jpeg.subarray(0, first), ...Array.from({ length: 65 }, () => scan), end]);
    expect(() => codecs.inspect(many, WANTED)).toThrow(/damaged/);
    const few = Buffer.concat([jpeg.subarray(0, first), ...Array.from({ length: 60 }, () => scan), end]);
    expect(codecs.inspect(few, WANTED)).toMatchObject({ format: 'jpeg' });
  });
});
