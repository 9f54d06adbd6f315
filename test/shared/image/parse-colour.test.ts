import sharp from 'sharp';
import { expect, test } from 'vitest';
import { CSS_COLOURS, parseCssColour } from '../../../shared/image/colour/css-colours.ts';
import { parseColour } from '../../../shared/image/parse-colour.ts';

test('names of colours are what another reader of CSS takes them for', async () => {
  expect(CSS_COLOURS.size).toBe(148);
  for (const name of CSS_COLOURS.keys()) {
    const pixel = sharp({ create: { width: 1, height: 1, channels: 3, background: name } });
    expect(parseCssColour(name.toUpperCase()), name).toEqual([...(await pixel.raw().toBuffer())]);
  }
});

test('the names that the library knows are among them', () => {
  const known = [...CSS_COLOURS.keys()].filter((name) => parseColour(name));
  expect(known.sort()).toEqual(['black', 'blue', 'gray', 'green', 'grey', 'lime', 'red', 'white', 'yellow']);
  for (const name of known) expect(parseColour(name)).toEqual(parseCssColour(name));
});

test('colours are three or six digits, or a name', () => {
  expect(parseColour('#f80')).toEqual([255, 136, 0]);
  expect(parseColour('#Ff8001')).toEqual([255, 128, 1]);
  for (const text of ['', 'f80', '#f8', '#ff80011', 'transparent', 'oranje', 'constructor']) {
    expect(parseCssColour(text)).toBeUndefined();
  }
});
