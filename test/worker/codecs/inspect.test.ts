import sharp from 'sharp';
import { expect, test } from 'vitest';
import { inspect } from '../../../worker/codecs/inspect.ts';

test('a picture beyond every limit is declined with the one of its format', async () => {
  const long = sharp({ create: { width: 16_400, height: 100, channels: 3, background: 'grey' } });
  for (const [format, pixels] of [
    ['jpeg', 25_000_000],
    ['png', 786_432],
  ] as const) {
    const bytes = await long.clone().toFormat(format).toBuffer();
    const look = () => inspect(bytes, { output: 'cutout', format: 'png', isStreamed: true });
    expect(look, format).toThrow('16,384 a side');
    expect(look, format).toThrow(expect.objectContaining({ problem: 'too-large', limit: { pixels } }));
  }
});
