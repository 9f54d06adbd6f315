import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawnPortrait } from '../../fixtures/drawn.ts';
import { type HostileFile, hostileFiles } from '../../fixtures/files/hostile.ts';
import { oriented } from '../../fixtures/files/orientation.ts';
import { stripFile, type UnusualFile, unusualFiles } from '../../fixtures/files/unusual.ts';
import { BROWSERS, type ExtensionUnderTest, QUICK, startExtension } from '../driver/extension-under-test.ts';
import { overlayOf } from '../driver/overlay.ts';
import type { Page } from '../driver/page.ts';
import { page as html, type Site, serveSite } from '../driver/site.ts';
import { meanDifference } from '../support/photo.ts';
import { type Outcome, openEnginePage } from './engine-page.ts';

const PATIENCE = 120_000;
/** A capital, one full stop at the end, none within but for numbers and file endings. */
const ONE_SENTENCE = /^[A-Z“](?:[^.]|\.(?=\S))+\.$/;

describe.each(BROWSERS)('files of every kind in %s', { timeout: PATIENCE }, (browser) => {
  let extension: ExtensionUnderTest;
  let site: Site;
  let engine: Page;
  let photo: Buffer;
  let hostile: readonly HostileFile[];
  let unusual: readonly UnusualFile[];

  beforeAll(async () => {
    photo = await drawnPortrait(320);
    [hostile, unusual, site, extension] = await Promise.all([
      hostileFiles(),
      unusualFiles(photo),
      serveSite('localhost'),
      startExtension({ browser, grantedHosts: ['http://localhost/*'], engine: QUICK }),
    ]);
    engine = await openEnginePage(extension);
  }, PATIENCE);

  afterAll(async () => {
    await extension?.close();
    await site?.close();
  });

  const cutOut = (bytes: Buffer): Promise<Outcome> =>
    engine.evaluate((base64) => window.cutOutFile(base64), bytes.toString('base64'));

  /** The matte of a file that must give one. */
  async function matteOf({ name, bytes, width, height }: UnusualFile): Promise<Buffer> {
    const outcome = await cutOut(bytes);
    expect({ name, ...outcome }).toMatchObject({ name, width, height, cutout: [width, height] });
    const png = sharp(Buffer.from((outcome as Extract<Outcome, { matte: string }>).matte, 'base64'));
    expect({ name, ...(await png.metadata()) }).toMatchObject({ name, width, height, channels: 1, depth: 'uchar' });
    return png.extractChannel(0).raw().toBuffer();
  }

  test('each hostile file is declined with its code and one sentence, and the engine goes on', async () => {
    for (const { name, bytes, expect: code } of hostile) {
      const outcome = await cutOut(bytes);
      expect({ name, ...outcome }).toEqual({ name, code, message: expect.stringMatching(ONE_SENTENCE) });
    }
    await matteOf(unusual[0]);
  });

  test('each unusual file is cut out upright, at its size', async () => {
    const truth = await matteOf(unusual[0]);
    expect(truth.filter((alpha) => alpha > 240).length / truth.length).toBeGreaterThan(0.2);
    for (const file of unusual) {
      const matte = await matteOf(file);
      if (file.name !== 'ICO') expect([file.name, meanDifference(matte, truth) < 6]).toEqual([file.name, true]);
    }
  });

  test('a strip of 8000 × 100 is cut out, or nobody is found in it', async () => {
    const strip = await stripFile(photo);
    const outcome = await cutOut(strip.bytes);
    if ('code' in outcome) expect(outcome.code).toBe('no-person');
    else expect(outcome).toMatchObject({ width: 8000, height: 100, cutout: [8000, 100] });
  });

  test('a WebP is turned by its EXIF orientation, as in every host, though the browser leaves it lying', async () => {
    const bytes = await (await oriented(photo, 6)).webp().toBuffer();
    const { width = 0, height = 0, orientation } = await sharp(bytes).metadata();
    expect(orientation).toBe(6);
    const outcome = await cutOut(bytes);
    if ('code' in outcome) expect(outcome.code).toBe('no-person');
    else expect(outcome).toMatchObject({ width: height, height: width, cutout: [height, width] });
  });

  test.for([
    ['JPEG cut at 60 %', /incomplete|truncated|cut off|ends/i],
    ['PNG without pixels', /damaged/i],
  ] as const)('a page’s %s keeps its attributes, and the sentence is said', async ([name, sentence]) => {
    const { fileName, bytes } = hostile.find((file) => file.name === name) as HostileFile;
    const url = site.put(`/${fileName}`, { body: bytes, type: 'image/jpeg' });
    const picture = `<img src="${url}" srcset="${url} 2x" width="200" height="150" alt="Ada" style="margin: 3px">`;
    const page = await extension.open(site.put(`/around-${fileName}`, html(picture)));
    const overlay = await overlayOf(page);
    const before = await page.evaluate(() => document.body.innerHTML);
    await extension.choose(page, 'remove-background', url);
    expect(await overlay.until('Close')).toMatch(sentence);
    expect(await page.evaluate(() => document.body.innerHTML)).toBe(before);
    await overlay.press('Close');
    await expect.poll(() => page.evaluate(() => document.body.innerHTML)).toBe(before);
    await page.close();
  });
});
