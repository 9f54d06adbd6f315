import { beforeAll, describe, expect, test } from 'vitest';
import { drawnPortrait } from '../../fixtures/drawn.ts';
import { BROWSERS, QUICK } from '../driver/extension-under-test.ts';
import { overlayOf } from '../driver/overlay.ts';
import { page as html } from '../driver/site.ts';
import { backFromQuestion } from './question.ts';
import { useTwoSites } from './two-sites.ts';

const PATIENCE = 120_000;

describe.each(BROWSERS)('a person who says no, in %s', { timeout: PATIENCE }, (browser) => {
  const sites = useTwoSites('pictures.example', { browser, grantedHosts: ['<all_urls>'], engine: QUICK });

  beforeAll(async () => {
    // All is granted, so that a screenshot may be taken; the background is told that the host is not.
    await (await sites.extension.background()).evaluate(() => {
      const asked: string[][] = [];
      const saysYes = (origins: readonly string[]) => origins.includes('https://*/*');
      const permissions = {
        contains: async () => asked.some(saysYes),
        // A yes to all hosts alone.
        request: async ({ origins }: { origins: string[] }) => {
          asked.push(origins);
          return saysYes(origins);
        },
        asked: async () => asked,
      };
      for (const api of [globalThis.chrome, (globalThis as { browser?: typeof chrome }).browser])
        if (api) Object.assign(api.permissions, permissions);
    });
  }, PATIENCE);

  const asked = async () =>
    (await sites.extension.background()).evaluate(() =>
      (chrome.permissions as unknown as { asked(): Promise<string[][]> }).asked(),
    );
  const HOST = ['http://pictures.example/*', 'https://pictures.example/*'];

  test('is not asked again by the way that needs no leave: a screenshot', async () => {
    const url = sites.others.put('/denied.png', { body: await drawnPortrait(320), type: 'image/png' });
    const page = await sites.extension.open(
      sites.pages.put('/denied', html(`<img src="${url}" width="240" height="320" alt="">`)),
    );
    const overlay = await overlayOf(page);
    await sites.extension.choose(page, 'remove-background', url);
    await overlay.until('Allow pictures.example');
    await backFromQuestion(sites.extension, page);
    await overlay.press('Allow pictures.example');
    await overlay.until('Without your permission to read pictures from pictures.example');
    expect(await asked()).toEqual([HOST]);
    await overlay.press('Use a screenshot');
    await overlay.until('Undo', PATIENCE);
    expect(await asked()).toEqual([HOST]);
    await overlay.press('Undo');
    await expect.poll(overlay.text).toBe('');
    await page.mouse.move(700, 400);
    await page.mouse.move(120, 160);
    await overlay.until('Redo');
    await overlay.press('Redo');
    // The screenshot's own result, at once.
    expect(await overlay.until(/Undo|Use a screenshot/)).toContain('Undo');
    // What is in sight now may be more than it was.
    await overlay.press('Undo');
    await sites.extension.choose(page, 'remove-background', url);
    await overlay.until('Use a screenshot');
    await page.close();
  });

  test('is told why before the browser asks, may allow every host instead, and the job goes on by itself', async () => {
    const url = sites.others.put('/everywhere.png', { body: await drawnPortrait(320), type: 'image/png' });
    const page = await sites.extension.open(
      sites.pages.put('/everywhere', html(`<img src="${url}" width="240" height="320" alt="">`)),
    );
    const overlay = await overlayOf(page);
    await sites.extension.choose(page, 'remove-background', url);
    expect(await overlay.until('Allow everywhere')).toMatch(/the page may show them, but not pass them on/);
    await backFromQuestion(sites.extension, page);
    expect(await asked()).toEqual([HOST]);
    await overlay.press('Allow everywhere');
    await overlay.until('Undo', PATIENCE);
    expect(await asked()).toEqual([HOST, ['http://*/*', 'https://*/*']]);
    await page.close();
  });
});
