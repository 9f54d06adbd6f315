import { describe, expect, test } from 'vitest';
import { POINTED_PICTURE } from '../../../extension/contracts/messages.ts';
import { drawnPortrait } from '../../fixtures/drawn.ts';
import { BROWSERS, startExtension } from '../driver/extension-under-test.ts';
import { overlayOf } from '../driver/overlay.ts';
import type { Page } from '../driver/page.ts';
import { page as html, serveSite } from '../driver/site.ts';
import { command } from './command.ts';
import { useOnePicture } from './tools/one-picture.ts';

const PATIENCE = 120_000;
/** Points of the page: on the picture, and beside it. */
const ON = [120, 160] as const;
const BESIDE = [700, 160] as const;

describe.each(BROWSERS)('the bar of a cutout in %s', { timeout: PATIENCE }, (browser) => {
  const use = useOnePicture(browser);

  const body = () =>
    `<p><img src="${use.photo}" alt="" width="400"></p><p style="height: 4000px"><button id="own">own</button></p>`;
  const open = () => use.open(body());
  const cutOut = () => use.cutOut(body());
  const isCutOut = (page: Page) => page.evaluate(() => document.images[0]?.currentSrc.startsWith('blob:'));
  const focused = (page: Page) => page.evaluate(() => document.activeElement?.id || document.activeElement?.localName);

  test('leaves the page its keys after a mouse click: Space scrolls, and undoes nothing', async () => {
    const { page, overlay } = await open();
    await use.extension.choose(page, 'remove-background', use.photo);
    await overlay.until('Cancel');
    expect(await focused(page)).toBe('body');
    await overlay.until('Undo', PATIENCE);
    expect(await focused(page)).toBe('body');
    await overlay.press('Background');
    await overlay.until(/Undo/);
    expect(await focused(page)).toBe('body');
    await page.keyboard.press('Space');
    await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(0);
    expect(await isCutOut(page)).toBe(true);
    await page.close();
  });

  test('leaves the keyboard with what has it in the page', async () => {
    const { page, overlay } = await open();
    await page.evaluate(() => document.getElementById('own')?.focus({ preventScroll: true }));
    await use.extension.choose(page, 'remove-background', use.photo);
    await overlay.until('Undo', PATIENCE);
    expect(await focused(page)).toBe('own');
    await overlay.press('Copy');
    expect(await focused(page)).toBe('own');
    await page.close();
  });

  test('has the keyboard where the person began with it', async () => {
    const { page, overlay } = await open();
    await command(use.extension, page, POINTED_PICTURE);
    await overlay.until('Undo', PATIENCE);
    expect(await focused(page)).toBe('matteo-overlay');
    await page.keyboard.press('Enter');
    await expect.poll(() => isCutOut(page)).toBe(false);
    // The same key does again what was undone.
    await command(use.extension, page, POINTED_PICTURE);
    await expect.poll(() => isCutOut(page)).toBe(true);
    await page.close();
  });

  test('that was closed comes back with the mouse, goes with it, and comes back from the menu', async () => {
    const { page, overlay } = await cutOut();
    await overlay.press('Close');
    await expect.poll(overlay.text).toBe('');
    await page.mouse.move(...BESIDE);
    await page.mouse.move(...ON);
    await overlay.until('Undo');
    await page.mouse.move(...BESIDE);
    await expect.poll(overlay.text).toBe('');
    await page.mouse.move(...ON);
    await overlay.until('Undo');
    // What was used stays.
    await overlay.press('Background');
    await page.mouse.move(...BESIDE);
    await page.mouse.move(...BESIDE);
    expect(await overlay.text()).toContain('Undo');
    await overlay.press('Close');
    await expect.poll(overlay.text).toBe('');
    await use.extension.choose(page, 'remove-background', await page.evaluate(() => document.images[0]?.currentSrc));
    await overlay.until('Undo');
    await page.close();
  });

  test('offers what was undone again, where the mouse comes to the picture and in the menu', async () => {
    const { page, overlay } = await cutOut();
    await overlay.press('Undo');
    await expect.poll(() => isCutOut(page)).toBe(false);
    await expect.poll(overlay.text).toBe('');
    await page.mouse.move(...BESIDE);
    await page.mouse.move(...ON);
    await overlay.until('Redo');
    await overlay.press('Redo');
    await expect.poll(() => isCutOut(page)).toBe(true);
    await overlay.press('Undo');
    await expect.poll(() => isCutOut(page)).toBe(false);
    await use.extension.choose(page, 'remove-background', use.photo);
    await expect.poll(() => isCutOut(page)).toBe(true);
    await page.close();
  });
});

test('an extension that is switched off in the middle of a job is told in words', { timeout: PATIENCE }, async () => {
  const site = await serveSite('localhost');
  const extension = await startExtension({ grantedHosts: ['http://localhost/*'] });
  try {
    const photo = site.put('/large.png', { body: await drawnPortrait(2400), type: 'image/png' });
    const switches = await extension.open('chrome://extensions/');
    const page = await extension.open(site.put('/off', html(`<img src="${photo}" alt="" width="400">`)));
    const overlay = await overlayOf(page);
    await extension.choose(page, 'remove-background', photo);
    await overlay.until(/Finding|Following|Cleaning/, PATIENCE);
    await switches.evaluate((id) => chrome.management.setEnabled(id, false), extension.extensionId);
    await overlay.until('Close', PATIENCE);
    expect(await overlay.text()).toBe(
      'Matteo was updated or removed while this page was open; reload the page, then try again. · Close',
    );
    await overlay.press('Close');
    await expect.poll(overlay.text).toBe('');
  } finally {
    await extension.close();
    await site.close();
  }
});
