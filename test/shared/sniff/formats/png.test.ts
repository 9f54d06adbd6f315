import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { sniff } from '../../../../shared/sniff/sniff.ts';
import { PNG_SIGNATURE, pngChunk, pngHeader } from '../../../fixtures/bytes.ts';
import { drawnPortrait } from '../../../fixtures/drawn.ts';
import { oriented } from '../../../fixtures/orientation.ts';
import { ascii, declined, upright } from '../declined.ts';

let photo: Buffer;
beforeAll(async () => {
  photo = await drawnPortrait(80);
});

describe('PNG', () => {
  it('reads every kind', async () => {
    const kinds = [{}, { palette: true }, { progressive: true }];
    for (const kind of kinds)
      expect(sniff(await sharp(photo).png(kind).toBuffer())).toEqual({ format: 'png', ...upright });
    const deep = await sharp(photo).toColourspace('rgb16').png().toBuffer();
    expect(sniff(deep)).toEqual({ format: 'png', ...upright });
  });

  it('obeys eXIf and knows animation', async () => {
    const turned = await (await oriented(photo, 6)).png().toBuffer();
    expect(sniff(turned)).toEqual({ format: 'png', ...upright, orientation: 6 });
    const animated = Buffer.concat([photo.subarray(0, 33), pngChunk('acTL', Buffer.alloc(8)), photo.subarray(33)]);
    expect(sniff(animated)).toEqual({ format: 'png', ...upright, animated: true });
  });

  it('misses every part of its end', () => {
    for (let length = 8; length < photo.length; length += 31) {
      expect(declined(photo.subarray(0, length)).code).toBe('truncated');
    }
    expect(sniff(Buffer.concat([photo, ascii('more')]))).toMatchObject(upright);
  });

  it("declines nonsense and Apple's variant", () => {
    const header = pngHeader(32, 32);
    const depthless = Buffer.concat([PNG_SIGNATURE, header]);
    depthless[24] = 3;
    expect(declined(depthless)).toMatchObject({ code: 'damaged', message: expect.stringContaining('3 bits') });
    const apple = Buffer.concat([PNG_SIGNATURE, pngChunk('CgBI', Buffer.alloc(4)), header]);
    expect(declined(apple).code).toBe('unsupported-format');
  });
});
