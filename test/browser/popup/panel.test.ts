import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawnPortrait } from '../../fixtures/drawn.ts';
import { BROWSERS, type ExtensionUnderTest, startExtension } from '../driver/extension-under-test.ts';
import { keepSettings } from '../options/settings.ts';
import { dropFiles } from '../support/drop.ts';

const PATIENCE = 120_000;

describe.each(BROWSERS)('beside the page in %s', { timeout: PATIENCE }, (browser) => {
  let extension: ExtensionUnderTest;

  beforeAll(async () => {
    extension = await startExtension({ browser });
    await keepSettings(extension, { model: 'lite' });
  }, PATIENCE);
  afterAll(() => extension?.close());

  test('a panel opens at a click in the popup, which closes', async () => {
    const popup = await extension.open(extension.extensionPage('popup/popup.html'));
    await popup.waitForSelector('#beside:not([hidden])');
    await popup.click('#beside');
    const background = await extension.background();
    const isOpen = () =>
      background.evaluate(async () => {
        const { sidebarAction } = (globalThis as unknown as { browser?: { sidebarAction?: Sidebar } }).browser ?? {};
        if (sidebarAction) return sidebarAction.isOpen({});
        const contextTypes = ['SIDE_PANEL' as chrome.runtime.ContextType];
        return (await chrome.runtime.getContexts({ contextTypes })).length > 0;
      });
    await expect.poll(isOpen).toBe(true);
  });

  test('recent results are listed by name and time, and join the list once', async () => {
    const popup = await extension.open(extension.extensionPage('popup/popup.html'));
    await dropFiles(popup, { name: 'Dora.png', mimeType: 'image/png', buffer: await drawnPortrait(320) });
    await popup.waitForSelector('[data-state=done]', { timeout: PATIENCE });
    const panel = await extension.open(extension.extensionPage('batch/batch.html'));
    await panel.waitForSelector('#recent-results button');
    expect(await panel.textContent('#recent-results')).toMatch(/^Dora \d+:\d\d/);
    await panel.click('#recent-results button');
    await panel.click('#recent-results button');
    const rows = () => panel.evaluate(() => [...document.querySelectorAll('#list > li')].map((row) => row.className));
    await expect.poll(rows).toEqual(['done']);
    await panel.click('li.done .item-acts button');
    await extension.downloaded('Dora-cutout.png');
    await panel.close();
    await popup.close();
  });

  test('the toolbar button counts the pictures that are being cut out', async () => {
    const popup = await extension.open(extension.extensionPage('popup/popup.html'));
    const background = await extension.background();
    const watch = () => {
      const badges: string[] = [];
      const look = async () => {
        const text = await chrome.action.getBadgeText({});
        if (text !== badges.at(-1)) badges.push(text);
        if (badges.length < 3) setTimeout(look, 1);
      };
      void look();
      Object.assign(typeof window === 'undefined' ? globalThis : window, { badges });
    };
    await background.evaluate(watch);
    await dropFiles(popup, { name: 'Eva.png', mimeType: 'image/png', buffer: await drawnPortrait(320) });
    const seen = () => background.evaluate(() => (globalThis as unknown as { badges: string[] }).badges);
    await expect.poll(seen).toEqual(['', '1', '']);
    await popup.close();
  });
});

interface Sidebar {
  isOpen(details: object): Promise<boolean>;
}
