import { describe, expect, test } from 'vitest';
import { stopDownloads } from '../support/stop-downloads.ts';
import { isAsked, setControl } from './editor-page.ts';
import { useOneEditor } from './one-editor.ts';

const PATIENCE = 120_000;

describe('an editor asks before it is closed', { timeout: PATIENCE }, () => {
  const use = useOneEditor();

  test('once the result is another, and not after it was saved', async () => {
    const { extension, editor: page } = use;
    await setControl(page, 'view', 'matte');
    await setControl(page, 'view', 'result');
    await page.click('#tab-sticker');
    expect(await isAsked(page)).toBe(false);
    await page.check('#outlined');
    expect(await isAsked(page)).toBe(true);
    await page.click('#tab-save');
    await page.click('#save');
    await extension.downloaded('me-cutout.png');
    await expect.poll(() => isAsked(page)).toBe(false);
    await page.click('#tab-brush');
    await page.keyboard.press('x');
    expect(await isAsked(page)).toBe(false);
  });

  test('where the mask alone was saved, of which an outline is no part', async () => {
    const { extension, editor: page } = use;
    await page.click('#tab-sticker');
    await page.uncheck('#outlined');
    await page.click('#tab-save');
    await page.click('#save-matte');
    await extension.downloaded('me-matte.png');
    await page.waitForSelector('#save:enabled');
    expect(await isAsked(page)).toBe(true);
  });

  test('where the person cancelled the save, which says nothing', async () => {
    const { extension, editor: page } = use;
    // It stays so: this is the last test.
    await stopDownloads(extension, 'USER_CANCELED');
    await page.click('#save');
    await page.waitForSelector('#save:enabled');
    expect(await page.textContent('#said')).toBe('');
    expect(await page.isHidden('#notice')).toBe(true);
    expect(await isAsked(page)).toBe(true);
    await stopDownloads(extension, 'FILE_NO_SPACE');
    await page.click('#save');
    await expect.poll(() => page.textContent('#notice-text')).toContain('was not saved');
  });
});
