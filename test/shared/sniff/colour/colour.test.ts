import { deflateSync } from 'node:zlib';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { statedColour } from '../../../../shared/sniff/colour/colour.ts';
import { type ColourFile, colourFiles } from '../../../fixtures/colour/files.ts';
import { greyProfile } from '../../../fixtures/colour/profiles.ts';
import { drawnPortrait } from '../../../fixtures/drawn.ts';
import { pngChunk, withJpegSegment } from '../../../fixtures/files/bytes.ts';
import { randomInts } from '../../../fixtures/random.ts';
import { ascii } from '../declined.ts';

let photo: Buffer;
let files: ColourFile[];
beforeAll(async () => {
  photo = await drawnPortrait(80);
  files = await colourFiles(['png', 'jpeg', 'webp']);
}, 60_000);

const withChunks = (...chunks: Buffer[]) => Buffer.concat([photo.subarray(0, 33), ...chunks, photo.subarray(33)]);
const iccp = (profile: Buffer) => pngChunk('iCCP', Buffer.concat([ascii('name\0\0'), deflateSync(profile)]));
const gama = pngChunk('gAMA', Buffer.from([0, 1, 0x86, 0xa0]));
const profile = Buffer.alloc(200, 'RGB ');

describe('a PNG', () => {
  it('says it by cICP before iCCP before sRGB before gAMA', () => {
    const [cicp, srgb] = [pngChunk('cICP', Buffer.from([12, 13, 0, 1])), pngChunk('sRGB', Buffer.from([0]))];
    expect(statedColour(withChunks(gama, srgb, iccp(profile), cicp), 'png')).toEqual({
      ...{ kind: 'cicp', primaries: 12, transfer: 13 },
      isFullRange: true,
    });
    expect(statedColour(withChunks(gama, srgb, iccp(profile)), 'png')).toMatchObject({ kind: 'icc' });
    expect(statedColour(withChunks(gama, srgb), 'png')).toBeUndefined();
    expect(statedColour(withChunks(gama), 'png')).toEqual({ kind: 'gamma', exponent: 1, chromaticities: undefined });
    expect(statedColour(photo, 'png')).toBeUndefined();
  });

  it('with a profile that does not inflate says what it says without', () => {
    const broken = pngChunk('iCCP', ascii('name\0\0nothing of zlib'));
    expect(statedColour(withChunks(broken, gama), 'png')).toMatchObject({ kind: 'gamma' });
  });

  it('with a profile that inflates to a gigabyte costs a few megabytes', () => {
    const bomb = deflateSync(Buffer.alloc(64 * 1024 * 1024));
    const stated = statedColour(withChunks(pngChunk('iCCP', Buffer.concat([ascii('name\0\0'), bomb]))), 'png');
    expect(stated?.kind === 'icc' && stated.profile.length).toBeLessThan(6 * 1024 * 1024);
  });

  it('of very many kinds of chunks has only those kept that say it', () => {
    const kinds = Array.from({ length: 5000 }, (_, i) => pngChunk(`x${String(1000 + i).slice(1)}`, Buffer.alloc(0)));
    const file = withChunks(...kinds, gama);
    const kept = vi.spyOn(Map.prototype, 'set');
    const stated = statedColour(file, 'png');
    const count = kept.mock.calls.length;
    kept.mockRestore();
    expect(stated).toMatchObject({ kind: 'gamma', exponent: 1 });
    expect(count).toBeLessThan(10);
  });

  it('in colours with a profile of grey says nothing', () => {
    expect(statedColour(withChunks(iccp(greyProfile(1.8))), 'png')).toBeUndefined();
  });
});

it('a JPEG with a part of its profile missing says nothing', () => {
  const jpeg = files.find(({ format, name }) => format === 'jpeg' && name.includes('nothing said'))!.bytes;
  const part = (number: number, count: number) =>
    Buffer.concat([ascii('ICC_PROFILE\0'), Buffer.from([number, count]), profile]);
  expect(statedColour(withJpegSegment(jpeg, 0xe2, part(1, 2)), 'jpeg')).toBeUndefined();
  expect(statedColour(withJpegSegment(jpeg, 0xe2, part(1, 1)), 'jpeg')).toEqual({
    kind: 'icc',
    profile: new Uint8Array(profile),
  });
});

it('reading a file’s colours never throws, whatever the bytes', () => {
  const below = randomInts(12);
  for (const { bytes, format } of files) {
    for (let round = 0; round < 20; round++) {
      const copy = Buffer.from(bytes.subarray(0, round % 4 ? undefined : below(bytes.length)));
      for (let i = 0; i < 6; i++) copy[below(Math.min(copy.length, 700) || 1)] = below(256);
      statedColour(copy, format);
    }
  }
});
