import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawnPortrait } from '../../fixtures/drawn.ts';
import type { ChromiumExtension } from '../chromium/chromium-extension.ts';
import { startExtension } from '../driver/extension-under-test.ts';
import { keptRecords } from '../privacy/kept.ts';
import { STEPS, standInEngine } from '../support/stood-in-engine.ts';
import { countUrls, liveUrls } from '../support/urls.ts';

const PATIENCE = 60_000;

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
    await page.click('#clear-list');
    await expect.poll(() => keptRecords(page)).not.toHaveProperty('matteo-batches/items');
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
    await page.click('#clear-list');
    await page.close();
  });

  test('is found by its keys alone after its tab was closed: no picture is read', async () => {
    const page = await open();
    await page.setInputFiles('#chooser', [...files(10), ...files(10, 'never')]);
    // Of each its picture and what became of it, and of the list.
    await expect.poll(async () => (await keptRecords(page))['matteo-batches/items']).toBe(2 * 20 + 1);
    await expect.poll(() => page.locator('#list > li.done').count()).toBe(10);
    await page.close();
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
    await looked.waitForSelector('#ways button:nth-child(2)');
    const reads = () => looked.evaluate(() => (globalThis as unknown as { reads: string[] }).reads);
    const ofLists = async () => (await reads()).filter((read) => read.startsWith('matteo-batches'));
    expect(await ofLists()).toEqual([]);
    await looked.click('#ways button:nth-child(1)');
    await expect.poll(() => looked.locator('#list > li').count()).toBe(20);
    expect(await looked.locator('#list > li.done').count()).toBe(10);
    expect((await ofLists()).length).toBeGreaterThan(20);
    await looked.click('#cancel-all');
    await looked.waitForSelector('#clear-list:not([hidden])');
    await looked.click('#clear-list');
    await expect.poll(() => keptRecords(looked)).not.toHaveProperty('matteo-batches/items');
    await looked.close();
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
    await page.click('#clear-list');
    await page.close();
  });
});
