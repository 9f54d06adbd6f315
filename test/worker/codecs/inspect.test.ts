import sharp from 'sharp';
import { expect, test } from 'vitest';
import { inspect, inspectBackground } from '../../../worker/codecs/inspect.ts';

const grey = (width: number, height: number) => sharp({ create: { width, height, channels: 3, background: 'grey' } });
const asPng = { output: 'cutout', format: 'png', isStreamed: true } as const;

test.each([
  ['jpeg', 25_000_000],
  ['png', 16_000_000],
] as const)('a %s beyond every limit is declined with the one that it exceeds', async (format, pixels) => {
  const long = await grey(16_400, 100).toFormat(format).toBuffer();
  const large = await grey(7200, 7200).toFormat(format).toBuffer();
  for (const [bytes, limit] of [
    [long, { side: 16_384 }],
    [large, { pixels }],
  ] as const) {
    const declined = expect.objectContaining({ problem: 'too-large', limit });
    expect(() => inspect(bytes, asPng)).toThrow('16,384 a side');
    expect(() => inspect(bytes, asPng)).toThrow(declined);
    expect(() => inspectBackground(bytes)).toThrow(declined);
  }
});

test('a picture too large for WebP is told the way on by what chose WebP', async () => {
  for (const side of [800, 1000]) {
    const bytes = await grey(side, side).jpeg().toBuffer();
    const look = (isByAccept: boolean) => () => inspect(bytes, { ...asPng, format: 'webp', isByAccept });
    expect(look(false)).toThrow('; ask for format=png or size=auto, or send');
    expect(look(true)).toThrow('; name image/png in Accept, ask for size=auto, or send');
    expect(look(true)).toThrow(expect.objectContaining({ problem: 'too-large', limit: { pixels: 512_000 } }));
  }
});

test('a large PNG whose upright rows do not come one after the other is declined in words', async () => {
  const large = grey(1000, 1000);
  const interlaced = await large.clone().png({ progressive: true }).toBuffer();
  const turned = await large.clone().withMetadata({ orientation: 6 }).png().toBuffer();
  for (const [bytes, words] of [
    [interlaced, 'in an interlaced PNG'],
    [turned, 'Exif data turns'],
  ] as const) {
    const look = () => inspect(bytes, asPng);
    expect(look).toThrow(words);
    expect(look).toThrow(expect.objectContaining({ problem: 'too-large', limit: { pixels: 786_432 } }));
  }
});

test('a WebP is told the limit of its decoder, however large it is', async () => {
  for (const side of [800, 1000]) {
    const bytes = await grey(side, side).webp().toBuffer();
    const look = () => inspect(bytes, asPng);
    expect(look).toThrow('send it as JPEG or PNG');
    expect(look).toThrow(expect.objectContaining({ problem: 'too-large', limit: { pixels: 512_000 } }));
  }
});
