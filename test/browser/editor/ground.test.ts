import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BROWSERS, type ExtensionUnderTest, startExtension } from '../driver/extension-under-test.ts';
import type { Page } from '../driver/page.ts';
import { drawnJob, openInEditor, setControl, untilShown } from './editor-page.ts';

const PATIENCE = 120_000;
const SIZE = { width: 400, height: 300 } as const;

describe.each(BROWSERS)('what lies behind a person in %s', { timeout: PATIENCE }, (browser) => {
  let extension: ExtensionUnderTest;
  let job: { picture: Buffer; matte: Buffer };

  beforeAll(async () => {
    [extension, job] = await Promise.all([startExtension({ browser }), drawnJob(SIZE.width, SIZE.height)]);
  }, PATIENCE);

  afterAll(() => extension?.close());

  /** Saves the picture; answers the red channel at places given in shares of its sides. */
  const saved = async (page: Page, name: string) => {
    await page.click('#tab-save');
    await page.click('#save');
    const { data, info } = await sharp(await extension.downloaded(`${name}-cutout.png`))
      .raw()
      .toBuffer({ resolveWithObject: true });
    return (x: number, y: number) =>
      data[(Math.floor(y * info.height) * info.width + Math.floor(x * info.width)) * info.channels];
  };

  test('a gradient is shown and saved, in its colours and its direction', async () => {
    const page = await openInEditor(extension, job, 'graded.jpg');
    await page.click('#tab-background');
    await page.check('input[name=backdrop][value=gradient]');
    await setControl(page, 'gradient-from', '#000000');
    await setControl(page, 'gradient-to', '#ff0000');
    await setControl(page, 'gradient-angle', '90');
    await untilShown(page, [0.03, 0.1], (red) => red < 25);
    await untilShown(page, [0.97, 0.1], (red) => red > 230);
    const red = await saved(page, 'graded');
    expect(red(0.03, 0.1)).toBeLessThan(25);
    expect(red(0.97, 0.1)).toBeGreaterThan(230);
    await page.close();
  });

  test('how far the own background is out of focus can be set', async () => {
    const changes = async (name: string, blur?: string) => {
      const page = await openInEditor(extension, job, `${name}.jpg`);
      await page.click('#tab-background');
      expect(await page.isVisible('#backdrop-blur')).toBe(false);
      await page.check('input[name=backdrop][value=blur]');
      if (blur) await setControl(page, 'backdrop-blur', blur);
      const red = await saved(page, name);
      await page.close();
      const line = Array.from({ length: 100 }, (_, i) => red(i / 100, 0.02));
      return line.reduce((sum, value, i) => sum + Math.abs(value - (line[i - 1] ?? value)), 0);
    };
    expect(await changes('hardly', '10')).toBeGreaterThan(await changes('blurred'));
  });

  test('a shadow on the ground follows the figure to its side, as it is saved', async () => {
    const page = await openInEditor(extension, job, 'shaded.jpg');
    await page.click('#tab-background');
    await setControl(page, 'backdrop-colour', '#ffffff');
    const beside: [number, number] = [0.92, 0.92];
    await untilShown(page, beside, (red) => red > 250);
    await page.click('#tab-sticker');
    await page.click('#shaded');
    await page.check('input[name=shadow-on][value=ground]', { force: true });
    await setControl(page, 'shadow-opacity', '100');
    await setControl(page, 'shadow-lean', '80');
    await untilShown(page, beside, (red) => red < 240);
    const red = await saved(page, 'shaded');
    expect(red(...beside)).toBeLessThan(240);
    expect(red(0.05, 0.92)).toBeGreaterThan(250);
    await page.close();
  });
});
