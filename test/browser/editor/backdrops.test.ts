import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawnPortrait } from '../../fixtures/drawn.ts';
import { BROWSERS, type ExtensionUnderTest, startExtension } from '../driver/extension-under-test.ts';
import type { Page } from '../driver/page.ts';
import { keepSettings } from '../options/settings.ts';
import { keptRecords } from '../privacy/kept.ts';
import { expectAccessible } from '../support/axe.ts';
import { dropFiles } from '../support/drop.ts';
import { plain } from '../support/plain.ts';
import { drawnJob, keptLook, openInEditor, untilShown } from './editor-page.ts';

const PATIENCE = 120_000;

const count = (page: Page) => page.evaluate(() => document.querySelectorAll('#backdrops .pick').length);

describe.each(BROWSERS)('backgrounds of one’s own in %s', { timeout: PATIENCE }, (browser) => {
  let extension: ExtensionUnderTest;
  let job: { picture: Buffer; matte: Buffer };

  beforeAll(async () => {
    [extension, job] = await Promise.all([startExtension({ browser }), drawnJob(400, 300)]);
    await keepSettings(extension, { model: 'lite' });
  }, PATIENCE);

  afterAll(() => extension?.close());

  test('are offered again in the editor and the popup, the latest first, until they are removed (privacy 7)', async () => {
    const editor = await openInEditor(extension, job, 'me.jpg');
    await editor.click('#tab-background');
    await dropFiles(editor, await plain('red.png', '#d00000'));
    await expect.poll(() => count(editor)).toBe(1);
    await dropFiles(editor, await plain('green.png', '#00a000'));
    await expect.poll(() => count(editor)).toBe(2);
    await untilShown(editor, [0.05, 0.05], (red) => red < 20);
    await editor.click('#backdrops li:nth-child(2) .pick');
    await untilShown(editor, [0.05, 0.05], (red) => red > 190);
    if (browser === 'chromium') await expectAccessible(editor as Parameters<typeof expectAccessible>[0]);

    const popup = await extension.open(extension.extensionPage('popup/popup.html'));
    await dropFiles(popup, { name: 'Bo.png', mimeType: 'image/png', buffer: await drawnPortrait(320) });
    await popup.waitForSelector('[data-state=done]', { timeout: PATIENCE });
    // What was laid last comes first.
    await expect.poll(() => count(popup)).toBe(2);
    await popup.click('#backdrops li:nth-child(1) .pick');
    await popup.click('#download');
    const saved = sharp(await extension.downloaded('Bo-cutout.png')).removeAlpha();
    const [red, green] = await saved.extract({ left: 2, top: 2, width: 1, height: 1 }).raw().toBuffer();
    expect([red > 190, green < 20]).toEqual([true, true]);

    await popup.click('#backdrops li:nth-child(1) .forget');
    await expect.poll(() => count(popup)).toBe(1);
    await expect.poll(() => count(editor)).toBe(1);
    expect(await keptRecords(popup)).toMatchObject({ 'matteo-backdrops/pictures': 1 });
    await popup.close();
    await editor.close();
  });

  test('are there again when the editor’s tab is loaded anew, while they are kept', async () => {
    const editor = await openInEditor(extension, job, 'me.jpg');
    const reload = async () => {
      await editor.reload();
      await editor.waitForSelector('[data-state=editing]', { timeout: PATIENCE });
    };
    const chosen = () =>
      editor.evaluate(() => document.querySelector<HTMLInputElement>('[name=backdrop]:checked')?.value);
    await editor.click('#tab-background');
    const before = await count(editor);
    await dropFiles(editor, await plain('again.png', '#d20000'));
    await expect.poll(() => count(editor)).toBe(before + 1);
    await expect.poll(async () => (await keptLook(editor))?.backdropPicture).toMatch(/^[0-9a-f]{64}$/);
    await reload();
    await untilShown(editor, [0.05, 0.05], (red) => red > 200 && red < 220);
    expect(await chosen()).toBe('picture');
    await editor.click('#tab-background');
    await editor.click('#backdrops li:nth-child(1) .forget');
    await expect.poll(() => count(editor)).toBe(before);
    await reload();
    expect(await chosen()).toBe('none');
    expect(await editor.isHidden('#notice')).toBe(true);
    await editor.close();
  });

  test('are used but not kept where they are too large, which is said', async () => {
    const editor = await openInEditor(extension, job, 'me.jpg');
    await editor.click('#tab-background');
    const before = await count(editor);
    const { buffer } = await plain('huge.png', '#d00000');
    await editor.evaluate((base64) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const dataTransfer = new DataTransfer();
      // What comes after its end is no part of a PNG.
      dataTransfer.items.add(new File([bytes, new Uint8Array(20_000_000)], 'huge.png', { type: 'image/png' }));
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    }, buffer.toString('base64'));
    await expect.poll(() => editor.textContent('#said')).toMatch(/not kept for the next time.* larger than 20 MB/);
    await untilShown(editor, [0.05, 0.05], (red) => red > 190);
    expect(await count(editor)).toBe(before);
    await editor.close();
  });

  test('are gone when everything is cleared (privacy 11)', async () => {
    const editor = await openInEditor(extension, job, 'me.jpg');
    await dropFiles(editor, await plain('blue.png', '#0000c0'));
    await expect.poll(async () => (await keptRecords(editor))['matteo-backdrops/pictures']).toBeGreaterThan(0);
    const options = await extension.open(extension.extensionPage('options/options.html'));
    await options.click('#clear');
    await options.click('#clear-dialog button[value=clear]');
    await options.waitForFunction(() => document.querySelector('#clear-said')?.textContent?.startsWith('Gone'));
    await expect.poll(() => editor.isHidden('#backdrops')).toBe(true);
    expect(await keptRecords(options)).not.toHaveProperty('matteo-backdrops/pictures');
    await options.close();
    await editor.close();
  });
});
