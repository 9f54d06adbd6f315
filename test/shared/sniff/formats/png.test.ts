import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { sniff } from '../../../../shared/sniff/sniff.ts';
import { exif } from '../../../fixtures/colour/containers.ts';
import { drawnPortrait } from '../../../fixtures/drawn.ts';
import { PNG_SIGNATURE, pngChunk, pngHeader } from '../../../fixtures/files/bytes.ts';
import { oriented } from '../../../fixtures/files/orientation.ts';
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

  it('reads eXIf after the pixels', async () => {
    const end = photo.length - 12;
    const eXIf = pngChunk('eXIf', exif(6));
    const turned = Buffer.concat([photo.subarray(0, end), eXIf, photo.subarray(end)]);
    expect(sniff(turned)).toEqual({ format: 'png', ...upright, width: 80, height: 60, orientation: 6 });
  });

  it('goes by the first eXIf of two that contradict', () => {
    const end = photo.length - 12;
    const [first, second] = [pngChunk('eXIf', exif(6)), pngChunk('eXIf', exif(3))];
    const turned = Buffer.concat([photo.subarray(0, 33), first, photo.subarray(33, end), second, photo.subarray(end)]);
    expect(sniff(turned).orientation).toBe(6);
  });

  it('leaves it to the decoder whether one without its end lacks rows, but not one without pixels', () => {
    const pixels = photo.indexOf('IDAT') + 4;
    for (let length = 8; length <= pixels; length += 5) {
      expect(declined(photo.subarray(0, length)).code).toBe('truncated');
    }
    for (let length = pixels + 1; length < photo.length - 8; length += 31) {
      expect(sniff(photo.subarray(0, length))).toEqual({ format: 'png', ...upright, unfinished: true });
    }
    expect(sniff(Buffer.concat([photo, ascii('more')]))).toEqual({ format: 'png', ...upright });
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
