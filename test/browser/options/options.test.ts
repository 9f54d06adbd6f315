import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEFAULT_SETTINGS, type Settings } from '../../../extension/contracts/settings.ts';
import { toFile } from '../../../extension/contracts/settings-file.ts';
import { drawnPortrait } from '../../fixtures/drawn.ts';
import { BROWSERS, type ExtensionUnderTest, startExtension } from '../driver/extension-under-test.ts';
import type { Page } from '../driver/page.ts';
import { drawnJob, openInEditor, setControl } from '../editor/editor-page.ts';
import { keptRecords } from '../privacy/kept.ts';
import { dropFiles } from '../support/drop.ts';
import { keepSettings, keptSettings } from './settings.ts';

const PATIENCE = 120_000;

/** Runs in a page of the extension: keeps that a graphics card drew rightly, which no machine without one comes to keep. */
const rememberVerdict = () =>
  new Promise<void>((resolve, reject) => {
    const opening = indexedDB.open('matteo');
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const change = opening.result.transaction('verdicts', 'readwrite');
      change.objectStore('verdicts').put('', 'a card');
      change.oncomplete = () => {
        opening.result.close();
        resolve();
      };
    };
  });

describe.each(BROWSERS)('the options in %s', { timeout: PATIENCE }, (browser) => {
  let extension: ExtensionUnderTest;

  beforeAll(async () => {
    extension = await startExtension({ browser, grantedHosts: ['http://localhost/*'] });
  }, PATIENCE);
  afterAll(() => extension?.close());

  const openOptions = async () => {
    const page = await extension.open(extension.extensionPage('options/options.html'));
    await page.waitForFunction(() => document.querySelector('#diagnostics')?.textContent?.includes('Last jobs'));
    await page.waitForSelector('input[name=action]:checked');
    await page.waitForFunction(() => document.querySelector('#file-name-said')?.textContent);
    return page;
  };
  /** Checks a control, and waits until that is kept: until then the page may show the settings of before once more. */
  const check = async (page: Page, selector: string, kept: Partial<Settings>) => {
    await page.check(selector);
    await expect.poll(() => keptSettings(extension)).toMatchObject(kept);
  };
  const says = (page: Page, selector: string) => expect.poll(() => page.textContent(selector), { timeout: PATIENCE });
  /** Cuts a picture out in the popup. */
  const cutOut = async (name: string) => {
    const popup = await extension.open(extension.extensionPage('popup/popup.html'));
    await dropFiles(popup, { name, mimeType: 'image/png', buffer: await drawnPortrait(320) });
    await popup.waitForSelector('[data-state=done]', { timeout: PATIENCE });
    return popup;
  };

  test('about saving are kept, and the example has the ending of the format', async () => {
    const page = await openOptions();
    await setControl(page, 'save-format', 'image/jpeg');
    await says(page, '#file-name-said').toMatch(/cutout\.jpg$/);
    await expect.poll(() => page.isVisible('#save-quality')).toBe(true);
    await setControl(page, 'save-size', '1080');
    await expect.poll(() => keptSettings(extension)).toMatchObject({ saveFormat: 'image/jpeg', saveSize: '1080' });
    await check(page, '#trim', { trim: true });
    await check(page, '#ask-where', { saveFormat: 'image/jpeg', saveSize: '1080', trim: true, askWhere: true });
    await setControl(page, 'save-format', 'image/png');
    await expect.poll(() => page.isVisible('#save-quality')).toBe(false);
    await keepSettings(extension, {});
    await expect
      .poll(() => page.evaluate(() => (document.getElementById('trim') as HTMLInputElement).checked))
      .toBe(false);
    await page.close();
  });

  test('are kept as soon as they are changed (privacy 7)', async () => {
    const page = await openOptions();
    await check(page, 'input[name=action][value=copy]', { action: 'copy' });
    await check(page, 'input[name=background][value=blur]', { background: { kind: 'blur' } });
    await check(page, 'input[name=quality][value=fine]', { quality: 'fine' });
    await check(page, '#seal-others', { sealOthers: true });
    await page.fill('#file-name', '{date} {name}');
    await says(page, '#file-name-said').toMatch(/^For example: \d{4}-\d\d-\d\d Anna at the sea\.png$/);
    await expect
      .poll(() => keptSettings(extension))
      .toEqual({
        ...DEFAULT_SETTINGS,
        action: 'copy',
        quality: 'fine',
        background: { kind: 'blur' },
        fileName: '{date} {name}',
        sealOthers: true,
      });
    await page.fill('#file-name', '{n} {name} {width}×{height}');
    await says(page, '#file-name-said').toBe('For example: 01 Anna at the sea 1600×1200.png');
    await page.fill('#file-name', '{date} {name}');
    await page.fill('#file-name', '{date} {nme}');
    await says(page, '#file-name-said').toMatch(/no pattern for names/);
    await expect.poll(() => keptSettings(extension)).toMatchObject({ fileName: '{date} {name}' });
    await page.close();

    const again = await openOptions();
    const checked = () => document.querySelector<HTMLInputElement>('input[name=action]:checked')?.value;
    await expect.poll(() => again.evaluate(checked)).toBe('copy');
    await again.close();
  });

  test('of the engine apply to the next picture, and say why a choice was passed over (privacy 8)', async () => {
    await keepSettings(extension, {});
    const page = await openOptions();
    await page.check('input[name=backend][value=webgpu]');
    await says(page, '#skipped').toMatch(
      /^Not used: the GPU \(WebGPU\).*the browser offers no GPU that Matteo can use$/,
    );
    expect(await page.textContent('#skipped')).not.toContain('16-bit');
    await says(page, '#engine').toContain('the CPU');
    await page.check('input[name=backend][value=wasm]');
    await says(page, '#skipped').toBe('');
    await page.check('input[name=model][value=lite]');
    await expect.poll(() => keptSettings(extension)).toMatchObject({ backend: 'wasm', model: 'lite' });
    await (await cutOut('me.png')).close();
    await page.close();
    const after = await openOptions();
    expect(await after.textContent('#diagnostics')).toMatch(
      /Last jobs, in milliseconds:\n {2}240 × 320, lite on wasm, fast: decode/,
    );
    await after.close();
  });

  test('have nothing in a bug report that tells where somebody was', async () => {
    await keepSettings(extension, {
      model: 'lite',
      remote: { version: 1, use: 'ask', address: 'https://private-server.example', token: 'private-word' },
    });
    await (await cutOut('private-name.png')).close();
    const page = await openOptions();
    const report = (await page.textContent('#diagnostics')) ?? '';
    for (const part of [/^Matteo \d+\.\d+\.\d+/, /Browser: Mozilla/, /Adapter: /, /Engine: wasm, \d+ WASM threads/])
      expect(report).toMatch(part);
    expect(report).toMatch(/server kept, ask/);
    expect(report).not.toMatch(/private|:\/\/|localhost|\.png/);
    await page.close();
  });

  test('clear everything that is kept, after a yes (privacy 11)', async () => {
    await keepSettings(extension, { model: 'lite', action: 'save' });
    const popup = await cutOut('me.png');
    await popup.waitForSelector('#recent-results button');
    const editor = await openInEditor(extension, await drawnJob(400, 300), 'me.jpg');
    const page = await openOptions();
    await page.evaluate(rememberVerdict);
    expect(Object.keys(await keptRecords(page)).sort()).toEqual([
      'editor/jobs',
      'matteo-jobs/jobs',
      'matteo-recents/results',
      'matteo/verdicts',
    ]);
    await page.click('#clear');
    await page.click('#clear-dialog button[value=keep]');
    expect(await keptSettings(extension)).toMatchObject({ action: 'save' });
    await page.click('#clear');
    await page.click('#clear-dialog button[value=clear]');
    await says(page, '#clear-said').toMatch(/^Gone: the recent results/);
    expect(await keptSettings(extension)).toEqual(DEFAULT_SETTINGS);
    expect(await keptRecords(page)).toEqual({});
    await expect.poll(() => popup.isHidden('#recents')).toBe(true);
    await says(page, '#diagnostics').toMatch(/Last jobs: none/);
    expect(await page.isVisible('#clear-dialog')).toBe(false);
    await editor.close();
    await popup.close();
    await page.close();
  });

  test('look light or dark as it is chosen, on every page of the extension at once', async () => {
    await keepSettings(extension, {});
    const [page, popup] = [await openOptions(), await extension.open(extension.extensionPage('popup/popup.html'))];
    const scheme = (page: Page) => page.evaluate(() => getComputedStyle(document.documentElement).colorScheme);
    await page.check('input[name=theme][value=dark]');
    for (const each of [page, popup]) await expect.poll(() => scheme(each)).toBe('dark');
    await page.check('input[name=theme][value=light]');
    for (const each of [page, popup]) await expect.poll(() => scheme(each)).toBe('light');
    await page.check('input[name=theme][value=auto]');
    for (const each of [page, popup]) await expect.poll(() => scheme(each)).toMatch(/light.*dark/);
    await popup.close();
    await page.close();
  });

  test('go into a file and come from one, and all go back to their defaults; either can be undone', async () => {
    await keepSettings(extension, { action: 'save', quality: 'fine' });
    const page = await openOptions();
    await page.click('#reset-settings');
    await says(page, '#settings-said').toMatch(/as it was after installing/);
    expect(await keptSettings(extension)).toEqual(DEFAULT_SETTINGS);
    await page.click('#undo-settings');
    await says(page, '#settings-said').toMatch(/as they were before/);
    expect(await keptSettings(extension)).toMatchObject({ action: 'save', quality: 'fine' });

    const openFile = (text: string) =>
      page.setInputFiles('#settings-file', {
        name: 'settings.json',
        mimeType: 'application/json',
        buffer: Buffer.from(text),
      });
    await openFile('{"matteo":"something else"}');
    await says(page, '#settings-said').toMatch(/no settings of Matteo/);
    expect(await keptSettings(extension)).toMatchObject({ action: 'save' });
    await openFile(toFile({ ...DEFAULT_SETTINGS, action: 'copy', theme: 'dark' }));
    await says(page, '#settings-said').toMatch(/in use now/);
    expect(await keptSettings(extension)).toEqual({ ...DEFAULT_SETTINGS, action: 'copy', theme: 'dark' });
    await page.waitForFunction(
      () => document.querySelector<HTMLInputElement>('input[name=action]:checked')?.value === 'copy',
    );
    expect(await page.isVisible('#managed')).toBe(false);
    await page.close();
  });

  test('speak another language from the next page on, English where it lacks a sentence', async () => {
    await keepSettings(extension, {});
    const words = { languageTag: { message: 'ar' }, optionsTitle: { message: 'خيارات' } };
    await mkdir(join(extension.folder, '_locales/ar'), { recursive: true });
    await writeFile(join(extension.folder, '_locales/ar/messages.json'), JSON.stringify(words));
    const list = join(extension.folder, 'common/locales.json');
    await writeFile(list, JSON.stringify([...JSON.parse(await readFile(list, 'utf8')), 'ar']));
    const page = await openOptions();
    await page.waitForSelector('#language option[value=ar]', { state: 'attached' });
    await page.evaluate(() => {
      const select = document.querySelector('#language') as HTMLSelectElement;
      select.value = 'ar';
      select.dispatchEvent(new Event('change'));
    });
    await page.waitForFunction(() => document.documentElement.dir === 'rtl');
    await says(page, 'h1').toBe('خيارات');
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('ar');
    await says(page, '#storage-title').toBe('What Matteo keeps');
    const reply = () => page.evaluate(() => chrome.runtime.sendMessage({ kind: 'settings/read' }));
    // The page shows a choice before the background has kept it.
    await expect
      .poll(reply)
      .toMatchObject({ ok: true, settings: { language: 'ar' }, words: { ...words, undo: { message: 'Undo' } } });
    expect((await reply()).settings).not.toHaveProperty('remote');
    await page.close();
  });
});
