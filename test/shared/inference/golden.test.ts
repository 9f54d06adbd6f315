import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { GOLDEN_SIZE, goldenPicture } from '../../../shared/inference/golden.ts';

it('the golden picture is the one that the catalog’s golden mattes were made of, to the byte', () => {
  const { width, height, data } = goldenPicture();
  expect([width, height, data.length]).toEqual([GOLDEN_SIZE, GOLDEN_SIZE, GOLDEN_SIZE ** 2 * 4]);
  expect(createHash('sha256').update(data).digest('hex')).toBe(
    'ae1959b2d48c559efbb8e5726eef45e33b43e1f81884ae8a6797e72142eead9c',
  );
});

it('the golden picture is opaque, and the same every time', () => {
  const picture = goldenPicture(64);
  expect(picture.data.filter((_, i) => i % 4 === 3).every((alpha) => alpha === 255)).toBe(true);
  expect(goldenPicture(64)).toEqual(picture);
});
