import { unzipSync } from 'fflate';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawnPortrait } from '../../fixtures/drawn.ts';
import { silhouette } from '../../fixtures/files/photo.ts';
import { BROWSERS, type ExtensionUnderTest, startExtension } from '../driver/extension-under-test.ts';
import type { Page } from '../driver/page.ts';
import { keepSettings } from '../options/settings.ts';
import { holdEngine } from '../support/held-engine.ts';
import { stopDownloads } from '../support/stop-downloads.ts';

const PATIENCE = 120_000;

const file = (name: string, buffer: Buffer) => ({ name, mimeType: 'image/png', buffer });
const rows = (page: Page) =>
  page.evaluate(() => [...document.querySelectorAll('#list > li')].map((row) => row.className));
const today = () => {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
};

describe.each(BROWSERS)('several pictures in %s', { timeout: PATIENCE }, (browser) => {
  let extension: ExtensionUnderTest;
  let portrait: Buffer;

  beforeAll(async () => {
    [portrait, extension] = await Promise.all([drawnPortrait(320), startExtension({ browser })]);
    await keepSettings(extension, { model: 'lite' });
  }, PATIENCE);
  afterAll(() => extension?.close());

  const openBatch = () => extension.open(extension.extensionPage('batch/batch.html'));
  const ended = (page: Page, ...states: string[]) =>
    expect.poll(() => rows(page), { timeout: PATIENCE }).toEqual(states);

  test('are cut out one by one; a bad one is said and left out of the ZIP, names are kept, doubles numbered', async () => {
    const page = await openBatch();
    const [small, large] = [portrait, await drawnPortrait(400)];
    await page.setInputFiles('#chooser', [
      file('Anna.png', small),
      file('notes.png', Buffer.from('no picture at all')),
      file('Anna.png', large),
    ]);
    await ended(page, 'done', 'failed', 'done');
    expect(await page.textContent('#sum')).toBe('2 of 3 done, 1 failed');
    expect(await page.textContent('#list > li.failed')).toMatch(/not a picture/);
    // It would not succeed: nothing offers it.
    expect(await page.textContent('#list > li.failed .item-acts')).toBe('');
    expect(await page.isHidden('#again-failed')).toBe(true);
    await page.click('#zip');
    const archive = unzipSync(await extension.downloaded(`matteo-${today()}.zip`));
    expect(Object.keys(archive)).toEqual(['Anna-cutout.png', 'Anna-cutout (2).png']);
    const heights = await Promise.all(Object.values(archive).map(async (png) => (await sharp(png).metadata()).height));
    expect(heights).toEqual([320, 400]);
    await expect
      .poll(() => page.textContent('#said'))
      .toBe('The ZIP is saved. Cutouts in it: 2. Pictures without a cutout, which are not in it: 1.');

    await page.click('#list > li.done .item-acts button');
    const { hasAlpha } = await sharp(await extension.downloaded('Anna-cutout.png')).metadata();
    expect(hasAlpha).toBe(true);
    await page.click('#clear-list');
    expect(await rows(page)).toEqual([]);
    await page.close();
  });

  test('begin with how the settings save: trimmed, no larger than asked, in their format', async () => {
    await keepSettings(extension, { model: 'lite', trim: true, saveSize: '512', saveFormat: 'image/jpeg' });
    const page = await openBatch();
    const chosen = () =>
      page.evaluate(() =>
        ['batch-crop', 'batch-format'].map((id) => (document.getElementById(id) as HTMLSelectElement).value),
      );
    await expect.poll(chosen).toEqual(['person', 'image/jpeg']);
    await page.setInputFiles('#chooser', [file('Ada.png', await drawnPortrait(800))]);
    await ended(page, 'done');
    await page.click('#list > li.done .item-acts button');
    const { format, width = 0, height = 0 } = await sharp(await extension.downloaded('Ada-cutout.jpg')).metadata();
    expect([format, Math.max(width, height)]).toEqual(['jpeg', 512]);
    await keepSettings(extension, { model: 'lite', fileName: '{n} {name} {width}-{height}' });
    await page.click('#zip');
    // Those of earlier tests have its name: Chromium adds a number to it, and Firefox one without a space.
    const archives = () =>
      Promise.all(
        ['', ' (1)', ' (2)', ' (3)', '(1)', '(2)', '(3)'].map(async (number) => {
          const archive = await extension.downloaded(`matteo-${today()}${number}.zip`, 0).catch(() => undefined);
          return archive && Object.keys(unzipSync(archive));
        }),
      );
    await expect.poll(archives).toContainEqual([`1 Ada ${width}-${height}.jpg`]);
    await page.click('#list > li.done .item-acts button');
    await extension.downloaded(`1 Ada ${width}-${height}.jpg`);
    await keepSettings(extension, { model: 'lite' });
    await page.close();
  });

  test('get one background, crop and format for all, and can be taken out of the list', async () => {
    const page = await openBatch();
    await page.setInputFiles('#chooser', [file('Bea.png', portrait), file('Cleo.png', portrait)]);
    await ended(page, 'done', 'done');
    const set = (id: string, value: string) =>
      page.evaluate(
        ([id, value]) => {
          const control = document.getElementById(id) as HTMLInputElement;
          control.value = value;
          control.dispatchEvent(new Event('change'));
        },
        [id, value] as const,
      );
    await set('batch-background', 'colour');
    await set('batch-colour', '#0000ff');
    await set('batch-crop', '1:1');
    await set('batch-format', 'image/jpeg');
    await page.click('#list > li.done .item-acts button');
    const jpeg = sharp(await extension.downloaded('Bea-cutout.jpg'));
    const { width, height, format } = await jpeg.metadata();
    expect([format, width]).toEqual(['jpeg', height]);
    const [red, green, blue] = await jpeg.extract({ left: 2, top: 2, width: 1, height: 1 }).raw().toBuffer();
    expect(red + green).toBeLessThan(20);
    expect(blue).toBeGreaterThan(235);

    await set('batch-background', 'blur');
    await set('batch-format', 'image/webp');
    await page.click('#list > li:nth-child(2) .item-acts button');
    const { data, info } = await sharp(await extension.downloaded('Cleo-cutout.webp'))
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect(info.width).toBe(info.height);
    expect(info.channels === 3 || data.every((value, i) => i % 4 < 3 || value === 255)).toBe(true);

    await page.click('#list > li:first-child .remove');
    expect(await rows(page)).toEqual(['done']);
    expect(await page.textContent('#sum')).toMatch(/^1 of 1/);
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toMatch(/Cleo\.png/);
    await page.close();
  });

  test('can be cancelled, one or all, and taken up again', async () => {
    const page = await openBatch();
    await page.setInputFiles('#chooser', file('a.png', portrait));
    await ended(page, 'done');
    const letThrough = await holdEngine(page);
    await page.setInputFiles(
      '#chooser',
      ['b', 'c', 'd'].map((name) => file(`${name}.png`, portrait)),
    );
    await ended(page, 'done', 'working', 'waiting', 'waiting');
    await page.click('#list > li:nth-child(4) .item-acts button');
    await ended(page, 'done', 'working', 'waiting', 'cancelled');
    await page.click('#cancel-all');
    await ended(page, 'done', 'cancelled', 'cancelled', 'cancelled');
    await letThrough();
    await page.click('#list > li:nth-child(2) .item-acts button');
    await ended(page, 'done', 'done', 'cancelled', 'cancelled');
    // The keyboard goes on with what can be done next, though buttons come and go, and recent results are listed anew.
    const focused = () => page.evaluate(() => document.activeElement?.id);
    await page.click('#again-failed');
    await ended(page, 'done', 'done', 'done', 'done');
    await expect.poll(focused).toBe('zip');
    const recent = () => page.evaluate(() => document.activeElement?.closest('#recent-results li button')?.textContent);
    await page.evaluate(() => document.querySelector<HTMLElement>('#recent-results button')?.focus());
    const before = await recent();
    await page.setInputFiles('#chooser', file('later.png', portrait));
    await expect
      .poll(() => page.textContent('#recent-results li:first-child .recent-name'), { timeout: PATIENCE })
      .toBe('later');
    expect([before, await recent()]).toEqual([expect.stringMatching(/^[abcd] /), before]);
    await page.close();
  });

  test('that may be no people say so, and are in the ZIP', async () => {
    await keepSettings(extension, {});
    const page = await openBatch();
    await page.setInputFiles('#chooser', file('sign.png', await silhouette()));
    await ended(page, 'done');
    expect(await page.textContent('#list > li.done .state')).toBe('This may not be a person; check the cutout.');
    await page.click('#zip');
    // The file is named like that of the test before, so the sentence tells what is in it.
    await expect.poll(() => page.textContent('#said')).toMatch(/cutouts in it: 1\b/);
    await page.close();
  });

  test('are shown as a grid, and one by one large', async () => {
    const page = await openBatch();
    await page.setInputFiles('#chooser', [file('Bea.png', portrait), file('Cleo.png', portrait)]);
    await ended(page, 'done', 'done');
    await page.check('[name=list-view][value=grid]');
    await page.click('#list > li:nth-child(2) .thumbnail');
    const height = () =>
      page.evaluate(() => (document.querySelector('#large-image') as HTMLImageElement).naturalHeight);
    await expect.poll(height).toBe(320);
    await page.keyboard.press('ArrowRight');
    expect(await page.textContent('#large-name')).toBe('Bea.png');
    await page.keyboard.press('Escape');
    const label = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
    await expect.poll(label).toBe('Show “Bea.png” large');
    await page.check('[name=list-view][value=rows]');
    await page.close();
  });

  test('show a recent result of theirs in the editor', async () => {
    const page = await openBatch();
    await page.setInputFiles('#chooser', file('Anna.png', portrait));
    await ended(page, 'done');
    await page.click('#list > li.done .item-acts button:nth-child(3)');
    const background = await extension.background();
    await expect
      .poll(() => background.evaluate(async () => (await chrome.tabs.query({})).map(({ url = '' }) => url)))
      .toContainEqual(expect.stringContaining('editor/editor.html#'));
    await page.close();
  });

  test('say why one was not saved, and nothing where the person stopped it', async () => {
    const page = await openBatch();
    await page.setInputFiles('#chooser', file('Dora.png', portrait));
    await ended(page, 'done');
    const said = () => page.textContent('#list .state');
    const save = () => page.click('#list .item-acts button');
    // It stays so: this is the last test.
    await stopDownloads(extension, 'FILE_NO_SPACE');
    await save();
    await expect.poll(said).toMatch(/Dora-cutout\.png” was not saved/);
    await stopDownloads(extension, 'USER_CANCELED');
    await save();
    await expect.poll(said).toBe('Done');
    await page.close();
  });
});
