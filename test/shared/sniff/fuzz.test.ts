import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { CutoutError } from '../../../shared/errors.ts';
import { sniff } from '../../../shared/sniff/sniff.ts';
import { drawnPhoto } from '../../fixtures/drawn.ts';
import { box, PNG_SIGNATURE, pngChunk, pngHeader } from '../../fixtures/files/bytes.ts';
import { hostileFiles } from '../../fixtures/files/hostile.ts';
import { oriented } from '../../fixtures/files/orientation.ts';
import { unusualFiles } from '../../fixtures/files/unusual.ts';
import { randomInts } from '../../fixtures/random.ts';

const ROUNDS = 30_000;
const MEGABYTES = 8;

function outcome(bytes: Uint8Array): string {
  try {
    const { format, width, height, orientation } = sniff(bytes);
    const whole = [width, height, orientation].every(Number.isInteger);
    const within = Math.min(width, height) >= 16 && Math.max(width, height) <= 16_384;
    if (!whole || !within || orientation < 1 || orientation > 8) return `nonsense ${width} ${height} ${orientation}`;
    return format;
  } catch (thrown) {
    if (!(thrown instanceof CutoutError)) throw thrown;
    return thrown.code;
  }
}

describe('sniffing arbitrary bytes', () => {
  it(`survives ${ROUNDS} mutated files`, async () => {
    const photo = await drawnPhoto(40);
    const turned = await oriented(photo, 6);
    const files = [
      ...(await unusualFiles(photo)).map(({ bytes }) => bytes),
      ...(await hostileFiles()).map(({ bytes }) => bytes).filter(({ length }) => length > 0),
      await turned.clone().png().toBuffer(),
      await turned.clone().webp().toBuffer(),
      await turned.clone().avif({ effort: 0 }).toBuffer(),
      await sharp(photo).webp({ lossless: true }).toBuffer(),
    ];
    const below = randomInts(20260101);
    const extremes = [0, 1, 0x7f, 0x80, 0xff];
    const seen = new Set<string>();
    for (let round = 0; round < ROUNDS; round++) {
      const bytes = new Uint8Array(files[round % files.length]);
      const reach = below(2) ? Math.min(bytes.length, 256) : bytes.length;
      for (let change = below(8); change >= 0; change--) {
        bytes[below(reach)] = below(2) ? below(256) : extremes[below(extremes.length)];
      }
      seen.add(outcome(below(3) ? bytes : bytes.subarray(0, 1 + below(bytes.length))));
    }
    const codes = ['not-an-image', 'unsupported-format', 'truncated', 'damaged', 'too-large', 'too-small'];
    const formats = ['jpeg', 'png', 'webp', 'gif', 'avif', 'bmp', 'ico', 'svg'];
    expect([...seen].sort()).toEqual([...codes, ...formats].sort());
  });

  it('survives noise behind every signature', () => {
    const below = randomInts(7);
    const starts = [
      '',
      '\xff\xd8\xff',
      '\x89PNG\r\n\x1a\n',
      'RIFF\xff\0\0\0WEBP',
      'GIF89a',
      'BM',
      '\0\0\x01\0',
      '<svg ',
    ];
    const seen = new Set<string>();
    for (let round = 0; round < 4000; round++) {
      const start = Buffer.from(starts[round % starts.length], 'latin1');
      const noise = Buffer.from(Array.from({ length: below(300) }, () => below(256)));
      seen.add(outcome(Buffer.concat([start, noise])));
    }
    expect([...seen].filter((what) => what.startsWith('nonsense'))).toEqual([]);
  });

  const filled = (start: Uint8Array, pattern: Uint8Array | string): Buffer => {
    const bytes = Buffer.alloc(MEGABYTES * 2 ** 20, pattern as string, 'latin1');
    bytes.set(start);
    return bytes;
  };
  const ascii = (text: string) => Buffer.from(text, 'latin1');
  const ftyp = box('ftyp', ascii('avif\0\0\0\0avif'));

  it.each([
    ['JPEG of fill bytes', filled(ascii('\xff\xd8\xff'), '\xff')],
    ['JPEG of stuffed zeros', filled(ascii('\xff\xd8\xff\xe0\0\x02'), '\xff\0')],
    ['JPEG of empty segments', filled(ascii('\xff\xd8'), '\xff\xe1\0\x02')],
    [
      'PNG of empty chunks',
      filled(Buffer.concat([PNG_SIGNATURE, pngHeader(99, 99)]), pngChunk('tEXt', Buffer.alloc(0))),
    ],
    ['GIF of tiny blocks', filled(ascii('GIF89a\x40\0\x40\0\0\0\0!\xfe'), '\x01a')],
    ['GIF of empty extensions', filled(ascii('GIF89a\x40\0\x40\0\0\0\0'), '!\xfe\0')],
    ['WebP of empty chunks', filled(ascii('RIFF\xf0\xff\x7f\0WEBP'), 'JUNK\0\0\0\0')],
    ['AVIF of empty boxes', filled(ftyp, box('free'))],
    ['AVIF of empty metas', filled(ftyp, box('meta'))],
    ['comments without end', filled(ascii(''), '<!--')],
    ['SVG of open quotes', filled(ascii('<svg '), `a="b='`)],
    ['SVG of spaces', filled(ascii('<svg a'), ' ')],
    ['SVG of one long name', filled(ascii('<svg '), 'a')],
    ['SVG of brackets', filled(ascii('<!DOCTYPE svg ['), ']')],
    ['doctype without end', filled(ascii('<?xml?><!DOCTYPE svg [ >'), ' ')],
    ['EXIF of one entry', filled(ascii('\xff\xd8\xff\xe1\xff\xffExif\0\0II*\0\x08\0\0\0\xff\xff'), '\x01')],
  ])(
    `ends with ${MEGABYTES} MB of %s`,
    (_, bytes) => {
      expect(outcome(bytes)).toBeDefined();
    },
    // In quadratic time it would be hours.
    60_000,
  );
});
