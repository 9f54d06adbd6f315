import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decode } from '../../../shared/node/decode.ts';
import { pngOf } from '../../fixtures/colour/containers.ts';
import { colourFiles, worstError } from '../../fixtures/colour/files.ts';
import { rgbTags, tableProfile } from '../../fixtures/colour/profiles.ts';
import { drawnPortrait } from '../../fixtures/drawn.ts';
import { pngChunk } from '../../fixtures/files/bytes.ts';
import { hostileFiles } from '../../fixtures/files/hostile.ts';
import { avifSequence, gifOnScreen, premultipliedAvif } from '../../fixtures/files/odd.ts';
import { paint } from '../../fixtures/pixels.ts';
import { type DecodePage, type Outcome, openDecodePage } from './decode-page.ts';

/** sRGB's red, green and blue under D50. */
const SRGB_COLUMNS = [
  [0.43607, 0.22249, 0.01392],
  [0.38515, 0.71687, 0.09708],
  [0.14307, 0.06061, 0.7141],
];

const pixelsOf = (outcome: Outcome) => {
  if ('code' in outcome) throw new Error(`declined: ${outcome.code}`);
  return outcome;
};
const codeOf = (outcome: Outcome) => ('code' in outcome ? outcome.code : 'decoded');

describe.each(['chromium', 'firefox'] as const)('in %s', (browser) => {
  let page: DecodePage;
  let photo: Buffer;
  beforeAll(async () => {
    [page, photo] = await Promise.all([openDecodePage(browser), drawnPortrait(80)]);
  });
  afterAll(() => page?.close());

  it('shows every colour right', async () => {
    const files = await colourFiles();
    const outcomes = await page.decode(files.map(({ bytes }) => bytes));
    const wrong: string[] = [];
    const worst: Record<string, number> = {};
    for (const [i, file] of files.entries()) {
      const { width, height, data } = pixelsOf(outcomes[i]);
      const error = worstError(file, width, height, data);
      const kind = file.name.includes('10 bits') ? 'avif of 10 bits, which browsers cut to 8' : file.format;
      worst[kind] = Math.max(worst[kind] ?? 0, error);
      if (error > file.toleranceInBrowsers) wrong.push(`${file.name}: ${error.toFixed(2)}`);
    }
    console.log(`worst colour error in ${browser}, in levels:`, worst);
    expect(wrong).toEqual([]);
  });

  it('judges files without their end as the terminal does', async () => {
    const jpeg = await sharp(photo).jpeg({ quality: 95 }).toBuffer();
    const cuts = [
      ...[2, 8, 0.3 * jpeg.length].map((cut) => jpeg.subarray(0, jpeg.length - cut)),
      ...[8, 12, 16, 18, 0.3 * photo.length].map((cut) => photo.subarray(0, photo.length - cut)),
    ];
    const codes = (await page.decode(cuts)).map(codeOf);
    const inTerminal = await Promise.all(
      cuts.map((cut) =>
        decode(cut).then(
          () => 'decoded',
          ({ code }) => code,
        ),
      ),
    );
    expect(codes).toEqual(inTerminal);
    expect(codes.filter((code) => code === 'truncated')).toHaveLength(2);
  });

  it('leaves a profile with curves and tables to the browser, at 8 and 16 bits', async () => {
    const swap = tableProfile(rgbTags(1.8, SRGB_COLUMNS));
    const profile = pngChunk('iCCP', Buffer.concat([Buffer.from('drawn\0\0', 'latin1'), deflateSync(swap)]));
    const files = ([8, 16] as const).map((depth) => {
      const colour = [230, 140, 180].map((value) => (depth === 8 ? value : value * 257));
      const numbers = Array.from({ length: 20 * 20 }, () => colour).flat();
      return pngOf({ width: 20, height: 20, channels: 3, numbers }, { depth, before: [profile] });
    });
    const [eight, sixteen] = (await page.decode(files)).map((outcome) => pixelsOf(outcome).data.subarray(0, 3));
    for (let c = 0; c < 3; c++) expect(Math.abs(eight[c] - sixteen[c])).toBeLessThanOrEqual(1);
  });

  it('declines every hostile file with its own code', async () => {
    const files = await hostileFiles();
    const outcomes = await page.decode(files.map(({ bytes }) => bytes));
    expect(outcomes.map((outcome, i) => [files[i].name, codeOf(outcome)])).toEqual(
      files.map(({ name, expect: code }) => [name, code]),
    );
  });

  it('shows odd files as the terminal does', async () => {
    // Chromium takes the alpha that sharp writes for numbers from 16 to 235, among which this one stays as it is.
    const drawn = paint(32, 16, (x, y) => [200, 100 + x, 40 + y, 113]);
    const files = [
      await gifOnScreen(photo, [90, 100], [12, 7]),
      await avifSequence(photo),
      await premultipliedAvif(drawn),
    ];
    for (const [i, outcome] of (await page.decode(files)).entries()) {
      const { width, height, data } = pixelsOf(outcome);
      const wanted = await decode(files[i]);
      expect([width, height]).toEqual([wanted.width, wanted.height]);
      for (let p = 0; p < data.length; p += 4) {
        expect(data[p + 3]).toBe(wanted.data[p + 3]);
        // A canvas multiplies colours by alpha and back.
        const room = data[p + 3] === 0 ? 255 : 1 + 256 / data[p + 3];
        for (let c = p; c < p + 3; c++) expect(Math.abs(data[c] - wanted.data[c])).toBeLessThanOrEqual(room);
      }
    }
  });

  it('gives a GIF whose frame goes beyond its screen the size that this browser shows it at', async () => {
    const { width, height } = pixelsOf((await page.decode([await gifOnScreen(photo, [40, 50], [5, 5])]))[0]);
    expect([width, height]).toEqual(browser === 'firefox' ? [60, 80] : [65, 85]);
  });

  it('makes the small copy of a large picture as upright and in the same colours', async () => {
    const large = sharp({ create: { width: 1400, height: 900, channels: 3, background: '#c03020' } });
    const jpeg = await large.withIccProfile('p3').withMetadata({ orientation: 6 }).jpeg().toBuffer();
    const { width, height, small } = pixelsOf((await page.decode([jpeg]))[0]);
    expect([width, height, small?.width, small?.height]).toEqual([900, 1400, 329, 512]);
    for (const [c, value] of [0xc0, 0x30, 0x20].entries())
      expect(Math.abs(small!.data[c] - value)).toBeLessThanOrEqual(3);
  });
});
