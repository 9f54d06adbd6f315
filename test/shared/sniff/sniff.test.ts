import { describe, expect, it } from 'vitest';
import { MAX_BYTES, MAX_PIXELS, MAX_SIDE } from '../../../shared/sniff/limits.ts';
import { sniff } from '../../../shared/sniff/sniff.ts';
import { PNG_SIGNATURE, pngChunk, pngHeader } from '../../fixtures/files/bytes.ts';
import { hostileFiles } from '../../fixtures/files/hostile.ts';
import { ascii, declined } from './declined.ts';

describe('what cannot be read', () => {
  it.each([
    ['II*\0\x08\0\0\0', 'unsupported-format', 'TIFF'],
    ['\0\0\0\x14ftypmif1\0\0\0\0heic', 'unsupported-format', 'HEIF'],
    ['\0\0\0\x14ftypcrx \0\0\0\0isom', 'unsupported-format', 'CR3'],
    ['\0\0\0\x0cJXL \r\n\x87\n', 'unsupported-format', 'JPEG XL'],
    ['\0\0\0\x0cjP  \r\n\x87\n', 'unsupported-format', 'JPEG 2000'],
    ['8BPS\0\x01', 'unsupported-format', 'PSD'],
    ['P6\n4 4\n255\n', 'unsupported-format', 'Netpbm'],
    ['%PDF-1.4', 'not-an-image', 'PDF'],
    ['<!DOCTYPE html><p>', 'not-an-image', 'HTML'],
    ['\n<html lang="en"><svg></svg></html>', 'not-an-image', 'HTML'],
    ['{"error": "not found"}', 'not-an-image', 'text'],
    ['\0\0\0\x14ftypqt  \0\0\0\0qt  ', 'not-an-image', 'QuickTime'],
    ['\x1a\x45\xdf\xa3\x01', 'not-an-image', 'WebM'],
    ['RIFF\x10\0\0\0AVI LIST', 'not-an-image', 'AVI'],
    ['PK\x03\x04\x14', 'not-an-image', 'ZIP'],
    ['\x01\x02\x03\x04', 'not-an-image', 'known format'],
  ])('%j is %s: %s', (start, code, word) => {
    expect(declined(ascii(start))).toMatchObject({ code, message: expect.stringContaining(word) });
  });

  it('declines every hostile file with its own code, but those that only a decoder knows to lack rows', async () => {
    for (const { name, bytes, expect: code } of await hostileFiles()) {
      if (code === 'truncated' && /^(JPEG|PNG|progressive).* cut (at|within its first)/.test(name))
        expect([name, sniff(bytes).unfinished]).toEqual([name, true]);
      else expect([name, declined(bytes).code]).toEqual([name, code]);
    }
  });

  it('names size and limit', () => {
    const end = Buffer.concat([pngChunk('IDAT', Buffer.alloc(1)), pngChunk('IEND', Buffer.alloc(0))]);
    const claim = (width: number, height: number) => Buffer.concat([PNG_SIGNATURE, pngHeader(width, height), end]);
    expect(declined(claim(60_000, 60_000)).message).toMatch(/60,000 × 60,000 .* 16,384 pixels a side/);
    expect(declined(claim(10_000, 5_001)).message).toMatch(/10,000 × 5,001 pixels \(50 megapixels\) .* 50 megapixels/);
    expect(sniff(claim(10_000, MAX_PIXELS / 10_000))).toMatchObject({ width: 10_000, height: 5_000 });
    expect(sniff(claim(MAX_SIDE, 16))).toMatchObject({ width: MAX_SIDE, height: 16 });
    expect(sniff(claim(8000, 100))).toMatchObject({ width: 8000, height: 100 });
    expect(declined(claim(MAX_SIDE + 1, 16)).code).toBe('too-large');
    expect(declined(claim(400, 15))).toMatchObject({ code: 'too-small', message: expect.stringContaining('400 × 15') });
    const heavy = new Uint8Array(MAX_BYTES + 1);
    heavy.set(PNG_SIGNATURE);
    expect(declined(heavy)).toMatchObject({ code: 'too-large', message: expect.stringContaining('100 MB') });
  });
});
