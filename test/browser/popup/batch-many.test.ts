import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawnPortrait } from '../../fixtures/drawn.ts';
import type { ChromiumExtension } from '../chromium/chromium-extension.ts';
import { startExtension } from '../driver/extension-under-test.ts';
import { keptRecords } from '../privacy/kept.ts';
import { STEPS, standInEngine } from '../support/stood-in-engine.ts';
import { countUrls, liveUrls } from '../support/urls.ts';

const PATIENCE = 120_000;

describe('a long list', { timeout: PATIENCE }, () => {
  let extension: ChromiumExtension;
  let portrait: Buffer;

  beforeAll(async () => {
    [portrait, extension] = await Promise.all([drawnPortrait(320), startExtension({})]);
    await standInEngine(extension.context, { cutout: portrait, matte: portrait });
    await countUrls(extension.context);
  }, PATIENCE);
  afterAll(() => extension?.close());

  const open = () => extension.open(extension.extensionPage('batch/batch.html'));
  const files = (count: number, prefix = '') =>
    Array.from({ length: count }, (_, i) => ({ name: `${prefix}${i}.png`, mimeType: 'image/png', buffer: portrait }));

  /** Clears the list, and waits until nothing of it is stored: a tab that is closed at once would leave it to the next one. */
  const clear = async (page: Page) => {
    await page.click('#clear-list');
    await expect.poll(() => keptRecords(page), { timeout: PATIENCE }).not.toHaveProperty('matteo-batches/items');
  };

  test('holds no address of a picture that is shown, and touches one row for one picture’s progress', async () => {
    const page = await open();
    await page.evaluate(() => {
      const touched = { records: 0 };
      Object.assign(globalThis, { touched });
      new MutationObserver((records) => {
        touched.records += records.length;
      }).observe(document.querySelector('#list') as Node, { subtree: true, attributes: true, childList: true });
    });
    const touched = () =>
      page.evaluate(() => (globalThis as unknown as { touched: { records: number } }).touched.records);
    const done = (count: number) =>
      expect.poll(() => page.locator('#list > li.done').count(), { timeout: PATIENCE }).toBe(count);
    await page.setInputFiles('#chooser', files(10));
    await done(10);
    const perPicture = (await touched()) / 10;
    await page.setInputFiles('#chooser', files(30));
    await done(40);
    expect((await touched()) / 40).toBeLessThan(perPicture + 1);
    expect(perPicture).toBeLessThan(8 * STEPS);
    await expect.poll(() => liveUrls(page)).toBe(0);
    await clear(page);
    await page.close();
  });

  test('lets go of a picture that can’t be shown', async () => {
    const page = await open();
    await page.evaluate(() => {
      OffscreenCanvas.prototype.convertToBlob = async () => new Blob(['no picture']);
    });
    await page.setInputFiles('#chooser', files(3));
    await expect.poll(() => page.locator('#list > li.done').count()).toBe(3);
    await expect.poll(() => liveUrls(page)).toBe(0);
    await clear(page);
    await page.close();
  });

  test('is found by its keys alone after its tab was closed: no picture is read', async () => {
    const page = await open();
    await page.setInputFiles('#chooser', [...files(10), ...files(10, 'never')]);
    // Of each its picture and what became of it, and of the list.
    await expect.poll(async () => (await keptRecords(page))['matteo-batches/items']).toBe(2 * 20 + 1);
    await expect.poll(() => page.locator('#list > li.done').count()).toBe(10);
    const background = await extension.background();
    await page.close();
    // A list is open as long as its tab has its lock.
    const locks = () => background.evaluate(async () => (await navigator.locks.query()).held?.map(({ name }) => name));
    await expect.poll(locks).toEqual([]);
    const looked = await extension.context.newPage();
    await looked.addInitScript(() => {
      const reads: string[] = [];
      Object.assign(globalThis, { reads });
      for (const name of ['get', 'getAll', 'openCursor'] as const) {
        const read = IDBObjectStore.prototype[name] as (this: IDBObjectStore, ...given: unknown[]) => never;
        IDBObjectStore.prototype[name] = function (this: IDBObjectStore, ...given: unknown[]) {
          reads.push(`${this.transaction.db.name} ${name}`);
          return read.apply(this, given);
        };
      }
    });
    await looked.goto(extension.extensionPage('batch/batch.html'));
    await looked.waitForSelector('#left .ways button:nth-child(2)');
    const reads = () => looked.evaluate(() => (globalThis as unknown as { reads: string[] }).reads);
    const ofLists = async () => (await reads()).filter((read) => read.startsWith('matteo-batches'));
    // At most when the list is deleted, of which the background makes a note at the same time.
    expect((await ofLists()).filter((read) => read !== 'matteo-batches get')).toEqual([]);
    expect((await ofLists()).length).toBeLessThanOrEqual(2);
    await looked.click('#left .ways button:nth-child(1)');
    await expect.poll(() => looked.locator('#list > li').count()).toBe(20);
    expect(await looked.locator('#list > li.done').count()).toBe(10);
    expect((await ofLists()).length).toBeGreaterThan(20);
    await looked.click('#cancel-all');
    await looked.waitForSelector('#clear-list:not([hidden])');
    await clear(looked);
    await looked.close();
  });

  test('goes on to its end where there is no room to keep it, which is said', async () => {
    const page = await open();
    await page.evaluate(() => {
      const { put } = IDBObjectStore.prototype;
      let left = 5;
      IDBObjectStore.prototype.put = function (...record) {
        if (left-- <= 0) throw new DOMException('Full.', 'QuotaExceededError');
        return put.apply(this, record);
      };
    });
    await page.setInputFiles('#chooser', files(12));
    await expect.poll(() => page.locator('#list > li.done').count(), { timeout: PATIENCE }).toBe(12);
    expect(await page.textContent('#not-kept')).toMatch(/storage is full/i);
    await page.click('#zip');
    await expect.poll(() => page.textContent('#said')).toMatch(/cutouts in it: 12\b/);
    await clear(page);
    await page.close();
  });

  test('of two thousand dropped at once is shown, can be cancelled, and is gone when it is cleared', async () => {
    const page = await open();
    await page.evaluate(
      ([base64, count]) => {
        const bytes = Uint8Array.from(atob(base64 as string), (character) => character.charCodeAt(0));
        const dataTransfer = new DataTransfer();
        for (let i = 0; i < (count as number); i++)
          dataTransfer.items.add(new File([bytes], `${i}.png`, { type: 'image/png' }));
        document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
      },
      [portrait.toString('base64'), 2000] as const,
    );
    await expect.poll(() => page.locator('#list > li').count(), { timeout: PATIENCE }).toBe(2000);
    await page.waitForSelector('#list > li.done:nth-child(2)');
    await page.click('#cancel-all');
    await expect.poll(() => page.locator('#cancel-all').isVisible(), { timeout: PATIENCE }).toBe(false);
    await clear(page);
    expect(await page.locator('#list > li').count()).toBe(0);
    await page.close();
  });

  test('is not kept again once everything was cleared, and what is done of it can be saved all the same', async () => {
    const page = await open();
    await page.setInputFiles('#chooser', files(40));
    await page.waitForSelector('#list > li.done:nth-child(3)');
    const options = await extension.open(extension.extensionPage('options/options.html'));
    await options.click('#clear');
    await options.click('#clear-dialog button[value=clear]');
    await options.waitForFunction(() => document.querySelector('#clear-said')?.textContent);
    await expect.poll(() => page.locator('#list > li.done').count()).toBe(40);
    expect(await keptRecords(options)).not.toHaveProperty('matteo-batches/items');
    await page.click('#zip');
    await expect.poll(() => page.textContent('#said')).toMatch(/cutouts in it: 40\b/);
    await page.setInputFiles('#chooser', files(1));
    await expect.poll(async () => (await keptRecords(options))['matteo-batches/items']).toBe(3);
    await options.close();
    await clear(page);
    await page.close();
  });
});
