import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawnPortrait } from '../../fixtures/drawn.ts';
import { BROWSERS, type ExtensionUnderTest, startExtension } from '../driver/extension-under-test.ts';
import type { Page } from '../driver/page.ts';
import { keepSettings } from '../options/settings.ts';
import { keptRecords } from '../privacy/kept.ts';

const PATIENCE = 120_000;
const NAMES = ['a.png', 'b.png', 'c.png', 'd.png'];

const states = (page: Page) =>
  page.evaluate(() => [...document.querySelectorAll('#list > li')].map((row) => row.className));
const kept = async (page: Page) => (await keptRecords(page))['matteo-batches/items'] ?? 0;
/** Of each picture itself and that it waits, and of the list. */
const KEPT = 2 * NAMES.length + 1;

describe.each(BROWSERS)('a list whose tab was closed in %s', { timeout: PATIENCE }, (browser) => {
  let extension: ExtensionUnderTest;
  let files: { name: string; mimeType: string; buffer: Buffer }[];

  beforeAll(async () => {
    const [small, large] = [await drawnPortrait(320), await drawnPortrait(2400)];
    // The first is done at once; the second takes long enough to close the tab meanwhile.
    files = NAMES.map((name, i) => ({ name, mimeType: 'image/png', buffer: i === 1 ? large : small }));
    extension = await startExtension({ browser });
    await keepSettings(extension, { model: 'lite' });
  }, PATIENCE);
  afterAll(() => extension?.close());

  const open = () => extension.open(extension.extensionPage('batch/batch.html'));
  /** A list of four, the last of which is cancelled, that is closed when the first is done. */
  const leave = async () => {
    const page = await open();
    await page.setInputFiles('#chooser', files);
    await page.click('#list > li:nth-child(4) .item-acts button');
    await expect.poll(async () => (await states(page))[0], { timeout: PATIENCE }).toBe('done');
    await page.close();
  };

  test('is gone on with: what is done stays done, what was cancelled stays so, the rest follows', async () => {
    const options = await extension.open(extension.extensionPage('options/options.html'));
    await leave();
    // Also when it is deleted.
    await expect.poll(() => kept(options)).toBe(KEPT + 1);
    const page = await open();
    await page.waitForSelector('#left:not([hidden])');
    expect(await page.textContent('#left-text')).toMatch(
      /^A list was closed before it was finished. Pictures in it: 4; of them finished: [1-3]\.$/,
    );
    await page.click('#left .ways button:nth-child(1)');
    await expect.poll(() => states(page)).toEqual(['done', 'done', 'done', 'cancelled']);
    const names = await page.evaluate(() =>
      [...document.querySelectorAll('#list .name')].map((name) => name.textContent),
    );
    expect(names.sort()).toEqual(NAMES);
    await page.click('#clear-list');
    await expect.poll(() => kept(page)).toBe(0);
    for (const each of [page, options]) await each.close();
  });

  test('is forgotten when that is wanted, and not taken from a tab that is open (privacy 10)', async () => {
    await leave();
    const page = await open();
    await page.waitForSelector('#left:not([hidden])');
    const other = await open();
    await page.click('#left .ways button:nth-child(2)');
    await expect.poll(() => kept(page)).toBe(0);
    await other.close();
    await page.setInputFiles('#chooser', files);
    await expect.poll(() => kept(page)).toBe(KEPT);
    const beside = await open();
    await beside.waitForSelector('#recent-results button');
    expect(await beside.isHidden('#left')).toBe(true);
    await beside.close();
    // By then all may be done, and the button be gone.
    await page.evaluate(() => document.querySelector<HTMLElement>('#cancel-all')?.click());
    await page.waitForSelector('#clear-list:not([hidden])');
    await page.click('#clear-list');
    await expect.poll(() => kept(page)).toBe(0);
    await page.close();
  });

  test('is not offered where it was cleared before, though its tab was closed at once', async () => {
    const page = await open();
    await page.setInputFiles('#chooser', files);
    await expect.poll(() => states(page), { timeout: PATIENCE }).toEqual(['done', 'done', 'done', 'done']);
    await page.evaluate(() => {
      document.querySelector<HTMLElement>('#clear-list')?.click();
      location.reload();
    });
    // Its lock may be released a little later: a list that is still open is left alone.
    const found = async () => {
      await page.reload();
      await page.waitForSelector('#recent-results button');
      return [await kept(page), await page.isHidden('#left')];
    };
    await expect.poll(found, { timeout: 20_000 }).toEqual([0, true]);
    await page.close();
  });

  test('is not forgotten by a tab that offers it, once another has gone on with it', async () => {
    await leave();
    const [page, other] = [await open(), await open()];
    await other.waitForSelector('#left:not([hidden])');
    await page.click('#left .ways button:nth-child(1)');
    await expect.poll(() => states(page), { timeout: PATIENCE }).toEqual(['done', 'done', 'done', 'cancelled']);
    // Each picture, what became of it, and the list.
    await expect.poll(() => kept(page)).toBe(9);
    await other.click('#left .ways button:nth-child(2)');
    await other.setInputFiles('#chooser', files[0]);
    await expect.poll(() => states(other), { timeout: PATIENCE }).toEqual(['done']);
    await expect.poll(() => kept(page)).toBe(9 + 3);
    for (const each of [page, other]) await each.click('#clear-list');
    await expect.poll(() => kept(page)).toBe(0);
    for (const each of [page, other]) await each.close();
  });

  test('is shown again where all of it was done, until all of it was saved', async () => {
    const page = await open();
    await page.setInputFiles('#chooser', files[0]);
    const whole = async () => [await states(page), await kept(page)];
    // The picture, its result and the list.
    await expect.poll(whole, { timeout: PATIENCE }).toEqual([['done'], 3]);
    await page.reload();
    await page.waitForSelector('#left:not([hidden])');
    expect(await page.textContent('#left-text')).toBe('A finished list was closed. Pictures in it: 1.');
    await page.setInputFiles('#chooser', files[2]);
    await expect.poll(() => states(page), { timeout: PATIENCE }).toEqual(['done']);
    await page.click('#left .ways button:nth-child(1)');
    await expect.poll(() => states(page)).toEqual(['done', 'done']);
    expect(await page.isHidden('#left')).toBe(true);
    await page.click('#zip');
    await expect.poll(() => page.textContent('#said')).toMatch(/cutouts in it: 2\./);
    // Of either list the same, and that it is kept no longer.
    await expect.poll(() => kept(page)).toBe(8);
    await page.reload();
    await expect.poll(() => kept(page)).toBe(0);
    expect(await page.isHidden('#left')).toBe(true);
    await page.close();
  });
});
