import sharp from 'sharp';
import { expect, test } from 'vitest';
import { inspect } from '../../../worker/codecs/inspect.ts';

test('a picture beyond every limit is declined with the one of its format', async () => {
  const long = sharp({ create: { width: 16_400, height: 100, channels: 3, background: 'grey' } });
  for (const [format, pixels] of [
    ['jpeg', 25_000_000],
    ['png', 16_000_000],
  ] as const) {
    const bytes = await long.clone().toFormat(format).toBuffer();
    const look = () => inspect(bytes, { output: 'cutout', format: 'png', isStreamed: true });
    expect(look, format).toThrow('16,384 a side');
    expect(look, format).toThrow(expect.objectContaining({ problem: 'too-large', limit: { pixels } }));
  }
});

test('a large PNG whose upright rows do not come one after the other is declined in words', async () => {
  const large = sharp({ create: { width: 1000, height: 1000, channels: 3, background: 'grey' } });
  const interlaced = await large.clone().png({ progressive: true }).toBuffer();
  const turned = await large.clone().withMetadata({ orientation: 6 }).png().toBuffer();
  for (const [bytes, words] of [
    [interlaced, 'in an interlaced PNG'],
    [turned, 'Exif data turns'],
  ] as const) {
    const look = () => inspect(bytes, { output: 'cutout', format: 'png', isStreamed: true });
    expect(look).toThrow(words);
    expect(look).toThrow(expect.objectContaining({ problem: 'too-large', limit: { pixels: 786_432 } }));
  }
});

test('a WebP is told the limit of its decoder, however large it is', async () => {
  for (const side of [800, 1000]) {
    const bytes = await sharp({ create: { width: side, height: side, channels: 3, background: 'grey' } })
      .webp()
      .toBuffer();
    const look = () => inspect(bytes, { output: 'cutout', format: 'png', isStreamed: true });
    expect(look).toThrow('send it as JPEG or PNG');
    expect(look).toThrow(expect.objectContaining({ problem: 'too-large', limit: { pixels: 512_000 } }));
  }
});
