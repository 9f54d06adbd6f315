import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BROWSERS, type ExtensionUnderTest, QUICK, startExtension } from '../driver/extension-under-test.ts';
import { overlayOf } from '../driver/overlay.ts';
import type { Page } from '../driver/page.ts';
import { inFirefox } from '../firefox/firefox-page.ts';
import { chooseInMenu } from '../firefox/firefox-window.ts';

const PATIENCE = 120_000;
const PAGE = 'welcome/welcome.html';

/** What Chromium tells the background after an update. */
const tellOfUpdate = () => {
  const { onInstalled } = chrome.runtime as unknown as { onInstalled: { dispatch(details: object): void } };
  onInstalled.dispatch({ reason: 'update', previousVersion: '0.0.1' });
};

describe.each(BROWSERS)('the first minute in %s', { timeout: PATIENCE }, (browser) => {
  let extension: ExtensionUnderTest;
  let welcome: Page;

  beforeAll(async () => {
    extension = await startExtension({ browser, greets: true, inPrivateWindows: false, engine: QUICK });
    welcome = await extension.opened(PAGE);
  }, PATIENCE);
  afterAll(() => extension?.close());

  const isReplaced = () => document.querySelector<HTMLImageElement>('#sample')?.currentSrc.startsWith('blob:');

  test('begins with one tab, whose sample picture is cut out by its menu', async () => {
    await welcome.waitForFunction(() => document.querySelector('#title')?.textContent === 'Matteo is ready');
    await welcome.bringToFront();
    expect(await welcome.textContent('#how')).toBe('Right-click the picture and choose “Remove background”.');
    const overlay = await overlayOf(welcome);
    const firefox = inFirefox(welcome);
    if (firefox) {
      const box = await welcome.evaluate(() => document.querySelector('#sample')?.getBoundingClientRect().toJSON());
      const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
      await chooseInMenu(firefox.session, firefox.tab, middle, 'Remove background');
    } else await extension.choose(welcome, 'remove-background', extension.extensionPage('welcome/portrait.webp'));
    await overlay.until('Undo', PATIENCE);
    await welcome.waitForFunction(isReplaced);
    expect(await welcome.textContent('#tried')).toMatch(/^Done\./);
  });

  test('is over: no tab opens after an update', async () => {
    await welcome.close();
    await (await extension.background()).evaluate(() => chrome.contextMenus.removeAll());
    if (browser === 'firefox') await extension.reload();
    // Playwright does not see the service worker that comes after a reload.
    else await (await extension.background()).evaluate(tellOfUpdate);
    const hasMenu = async () =>
      (await extension.background()).evaluate(() =>
        chrome.contextMenus.update('remove-background', {}).then(
          () => true,
          () => false,
        ),
      );
    // What greets comes after the menu.
    await expect.poll(hasMenu, { timeout: PATIENCE }).toBe(true);
    const tabs = await (await extension.background()).evaluate(() => chrome.tabs.query({}));
    expect(tabs.filter(({ title }) => title?.startsWith('Matteo'))).toEqual([]);
  });
});

describe.each(BROWSERS)('what keys do, in %s', { timeout: PATIENCE }, (browser) => {
  let extension: ExtensionUnderTest;

  beforeAll(async () => {
    extension = await startExtension({ browser, engine: QUICK });
  }, PATIENCE);
  afterAll(() => extension?.close());

  test.each([
    ['editor/editor.html', 'Swap keep and remove'],
    ['batch/batch.html', 'Paste pictures'],
  ])('is shown in %s by “?”, which leads to help, and goes by Escape', async (path, line) => {
    const page = await extension.open(extension.extensionPage(path));
    const isOpen = () => document.querySelector('dialog.shortcuts')?.matches(':modal') ?? false;
    const type = async () => {
      await page.keyboard.press('?');
      await page.waitForFunction(isOpen);
    };
    await type();
    expect(await page.textContent('dialog.shortcuts')).toContain(line);
    // It opens again even before the browser has drawn a frame without it.
    const reopened = await page.evaluate(() => {
      document.querySelector<HTMLDialogElement>('dialog.shortcuts')!.close();
      const key = new KeyboardEvent('keydown', { key: '?', bubbles: true });
      document.activeElement!.dispatchEvent(key);
      return document.querySelectorAll('dialog.shortcuts:modal').length;
    });
    expect(reopened).toBe(1);
    // Once more opens no second one.
    await page.keyboard.press('?');
    expect(await page.evaluate(() => document.querySelectorAll('dialog[open]').length)).toBe(1);
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => !document.querySelector('dialog[open]'));
    await type();
    await page.click('dialog.shortcuts button:not(.primary)');
    const help = await extension.opened('welcome/welcome.html#help');
    await help.waitForFunction(() => document.title === 'Matteo help');
    await help.waitForFunction(() => document.querySelectorAll('#editor-keys kbd').length > 10);
    expect(await help.textContent('#page-keys')).toContain('Alt+Shift+M');
    await help.close();
    await page.close();
  });

  test('is shown as help from the popup and the options', async () => {
    for (const path of ['popup/popup.html', 'options/options.html']) {
      const page = await extension.open(extension.extensionPage(path));
      await page.click('#help');
      const help = await extension.opened('welcome/welcome.html#help');
      await help.waitForFunction(() => document.title === 'Matteo help');
      await help.close();
      if (path.startsWith('options')) await page.close();
    }
  });
});
