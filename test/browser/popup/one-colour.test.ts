import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawnPortrait } from '../../fixtures/drawn.ts';
import { BROWSERS, type ExtensionUnderTest, startExtension } from '../driver/extension-under-test.ts';
import type { Page } from '../driver/page.ts';
import { page as html, type Site, serveSite } from '../driver/site.ts';
import { setControl } from '../editor/editor-page.ts';
import { keepSettings } from '../options/settings.ts';
import { dropFiles } from '../support/drop.ts';

const PATIENCE = 120_000;

/** The colour in the corner of a picture, where nobody is. */
const cornerOf = async (png: Buffer) => {
  const corner = sharp(png).ensureAlpha().extract({ left: 2, top: 2, width: 1, height: 1 });
  return [...(await corner.raw().toBuffer())];
};

describe.each(BROWSERS)('one cutout on another colour each in %s', { timeout: 2 * PATIENCE }, (browser) => {
  let extension: ExtensionUnderTest;
  let site: Site;
  let popup: Page;

  beforeAll(async () => {
    site = await serveSite('localhost');
    extension = await startExtension({ browser });
    await nameFiles('{name}');
    popup = await extension.open(extension.extensionPage('popup/popup.html'));
    await dropFiles(popup, { name: 'Cy.png', mimeType: 'image/png', buffer: await drawnPortrait(320) });
    await popup.waitForSelector('[data-state=done]', { timeout: PATIENCE });
  }, PATIENCE);
  afterAll(async () => {
    await extension?.close();
    await site?.close();
  });

  const isReadable = browser === 'chromium';
  const nameFiles = (fileName: string) => keepSettings(extension, { model: 'lite', fileName });
  /** What `page` saves at a press of a button, under a name of its own. */
  const saved = async (page: Page, button: string, name: string) => {
    await nameFiles(name);
    await page.click(button);
    return cornerOf(await extension.downloaded(`${name}.png`));
  };
  /** What `page` copies, where the clipboard can be read; pages of the extension get no leave to. */
  const copied = async (page: Page) => {
    await page.click('#copy');
    await expect.poll(() => page.textContent('#said')).toBe('Copied.');
    const reader = await extension.open(site.put('/', html('')));
    const png = await extension.clipboard(reader);
    await reader.close();
    return png && cornerOf(png);
  };

  test('in the popup, as it is saved and copied', async () => {
    await setControl(popup, 'result-background', 'colour');
    await popup.evaluate(() => {
      const colour = document.getElementById('result-colour') as HTMLInputElement;
      colour.value = '#2f6fd0';
      colour.dispatchEvent(new Event('change'));
    });
    const blue = [0x2f, 0x6f, 0xd0, 255];
    expect(await saved(popup, '#download', 'popup')).toEqual(blue);
    expect(await copied(popup)).toEqual(isReadable ? blue : undefined);
  });

  test('in the panel, as it is saved', async () => {
    const panel = await extension.open(extension.extensionPage('batch/batch.html'));
    await panel.waitForSelector('#recent-results button');
    await panel.click('#recent-results button');
    await panel.waitForSelector('#list > li.done');
    await setControl(panel, 'batch-background', 'colour');
    await panel.evaluate(() => {
      const colour = document.getElementById('batch-colour') as HTMLInputElement;
      colour.value = '#0a6e3c';
      colour.dispatchEvent(new Event('change'));
    });
    expect(await saved(panel, 'li.done .item-acts button', 'panel')).toEqual([0x0a, 0x6e, 0x3c, 255]);
    await panel.close();
  });

  test('in the editor, as it is saved and copied', async () => {
    await popup.bringToFront();
    await popup.click('#edit');
    const editor = await extension.opened('editor/editor.html');
    await editor.waitForSelector('[data-state=editing]', { timeout: PATIENCE });
    await editor.bringToFront();
    await editor.click('#tab-background');
    await setControl(editor, 'backdrop-colour', '#b03060');
    await editor.click('#tab-save');
    const red = [0xb0, 0x30, 0x60, 255];
    expect(await saved(editor, '#save', 'editor')).toEqual(red);
    await expect.poll(() => editor.isDisabled('#copy')).toBe(false);
    expect(await copied(editor)).toEqual(isReadable ? red : undefined);
  });
});
