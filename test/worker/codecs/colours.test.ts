import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CutoutError } from '../../../shared/errors.ts';
import { spaceFor } from '../../../worker/codecs/colour.ts';
import { colourFiles, worstError } from '../../fixtures/colour/files.ts';
import { tableProfile } from '../../fixtures/colour/profiles.ts';
import { drawnPortrait } from '../../fixtures/drawn.ts';
import { pngChunk } from '../../fixtures/files/bytes.ts';
import { type Codecs, loadCodecs } from './codecs.ts';

let codecs: Codecs;
let photo: Buffer;
beforeAll(async () => {
  codecs = await loadCodecs();
  photo = await drawnPortrait(80);
}, 60_000);

const decoded = (bytes: Uint8Array) => codecs.decode(bytes, codecs.inspect(bytes, { format: 'png', output: 'cutout' }));

it('every colour comes out right in the Worker', async () => {
  const wrong: string[] = [];
  const worst: Record<string, number> = {};
  for (const file of await colourFiles(['png', 'jpeg', 'webp'])) {
    const { width, height, data } = await decoded(file.bytes);
    const error = worstError(file, width, height, data);
    worst[file.format] = Math.max(worst[file.format] ?? 0, error);
    if (error > file.tolerance) wrong.push(`${file.name}: ${error.toFixed(2)}`);
  }
  console.log('worst colour error in the Worker, in levels:', worst);
  expect(wrong).toEqual([]);
});

it('the Worker says what became of a profile', async () => {
  const withProfile = (profile: Buffer) =>
    Buffer.concat([
      photo.subarray(0, 33),
      pngChunk('iCCP', Buffer.concat([Buffer.from('drawn\0\0', 'latin1'), deflateSync(profile)])),
      photo.subarray(33),
    ]);
  const tables = withProfile(tableProfile());
  expect(spaceFor(photo, 'png')).toEqual({ space: 'srgb', use: 'none' });
  expect(spaceFor(tables, 'png')).toEqual({ space: 'srgb', use: 'ignored' });
  expect((await decoded(tables)).data).toEqual((await decoded(photo)).data);
  const p3 = await sharp(photo).withIccProfile('p3').png().toBuffer();
  expect(spaceFor(p3, 'png').use).toBe('used');
});

describe('files without their end', () => {
  const codeOf = (bytes: Uint8Array): Promise<string> =>
    decoded(bytes).then(
      () => 'decoded',
      (thrown: CutoutError) => thrown.code,
    );

  it('are shown when the last bytes are missing, and declined when rows are', async () => {
    const jpeg = await sharp(photo).jpeg({ quality: 95 }).toBuffer();
    expect((await decoded(jpeg.subarray(0, -2))).data).toEqual((await decoded(jpeg)).data);
    expect(await codeOf(jpeg.subarray(0, -8))).toBe('decoded');
    expect(await codeOf(jpeg.subarray(0, jpeg.length * 0.7))).toBe('truncated');
    for (const cut of [4, 8, 12, 16, 18])
      expect((await decoded(photo.subarray(0, -cut))).data).toEqual((await decoded(photo)).data);
    expect(await codeOf(photo.subarray(0, photo.length * 0.7))).toBe('truncated');
  });
});
