import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BROWSERS, type ExtensionUnderTest, startExtension } from '../driver/extension-under-test.ts';
import type { Page } from '../driver/page.ts';
import { personPhoto } from '../support/photo.ts';
import { drawnJob, openInEditor, setControl, untilShown } from './editor-page.ts';

const PATIENCE = 120_000;

/** Everything is kept: what goes is no head. */
const wholeMatte = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: 'white' } })
    .toColourspace('b-w')
    .png()
    .toBuffer();

describe.each(BROWSERS)('heads in the editor in %s', { timeout: PATIENCE }, (browser) => {
  let extension: ExtensionUnderTest;
  beforeAll(async () => {
    extension = await startExtension({ browser });
  }, PATIENCE);
  afterAll(() => extension?.close());

  const state = (page: Page) =>
    page.evaluate(() => ({
      said: document.querySelector('#said')?.textContent,
      noHead: document.querySelector('#no-head')?.textContent,
      disabled: (document.querySelector('#head-only') as HTMLButtonElement).disabled,
      canUndo: !(document.querySelector('#undo') as HTMLButtonElement).disabled,
    }));

  test('alone are kept in one step, which can be undone', async () => {
    const picture = await personPhoto();
    const { width = 0, height = 0 } = await sharp(picture).metadata();
    const page = await openInEditor(extension, { picture, matte: await wholeMatte(width, height) }, 'Eve.jpg');
    await setControl(page, 'view', 'matte');
    const [face, chest, corner]: [number, number][] = [
      [0.55, 0.3],
      [0.5, 0.95],
      [0.02, 0.02],
    ];
    await page.click('#head-only');
    await expect.poll(async () => (await state(page)).said, { timeout: PATIENCE }).toBe('Done');
    await untilShown(page, face, (red) => red > 250);
    await untilShown(page, chest, (red) => red < 5);
    await untilShown(page, corner, (red) => red < 5);
    await page.click('#undo');
    await untilShown(page, chest, (red) => red > 250);
    expect(await state(page)).toMatchObject({ canUndo: false, disabled: false, noHead: '' });
    await page.close();
  });

  test('are offered no longer where none is seen, which is said', async () => {
    const page = await openInEditor(extension, await drawnJob(320, 240), 'drawn.jpg');
    await page.click('#head-only');
    await expect
      .poll(() => state(page), { timeout: PATIENCE })
      .toEqual({
        said: '',
        noHead: 'No head is seen in this picture. Remove the rest with the brush.',
        disabled: true,
        canUndo: false,
      });
    await page.close();
  });
});
