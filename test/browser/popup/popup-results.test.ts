import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawnPortrait } from '../../fixtures/drawn.ts';
import { silhouette } from '../../fixtures/files/photo.ts';
import { BROWSERS, type ExtensionUnderTest, startExtension } from '../driver/extension-under-test.ts';
import { overlayOf } from '../driver/overlay.ts';
import type { Page } from '../driver/page.ts';
import { page as html, serveSite } from '../driver/site.ts';
import { keptJobs } from '../editor/editor-page.ts';
import { keepSettings } from '../options/settings.ts';
import { dropFiles } from '../support/drop.ts';
import { personPhoto } from '../support/photo.ts';
import { stopDownloads } from '../support/stop-downloads.ts';

const PATIENCE = 120_000;

const pictureNamed = async (name: string) => ({ name, mimeType: 'image/png', buffer: await drawnPortrait(320) });
const recents = (page: Page) => page.evaluate(() => document.querySelectorAll('#recent-results button').length);

describe.each(BROWSERS)('results in the popup in %s', { timeout: PATIENCE }, (browser) => {
  let extension: ExtensionUnderTest;

  beforeAll(async () => {
    extension = await startExtension({ browser, grantedHosts: ['http://localhost/*'] });
  }, PATIENCE);
  afterAll(() => extension?.close());

  const openPopup = () => extension.open(extension.extensionPage('popup/popup.html'));
  const cutOut = async (page: Page, name: string) => {
    await dropFiles(page, await pictureNamed(name));
    await page.waitForSelector('[data-state=done]', { timeout: PATIENCE });
  };

  test('are there again when it was closed, and can be cleared', async () => {
    await keepSettings(extension, { model: 'lite' });
    const first = await openPopup();
    expect(await first.isHidden('#recents')).toBe(true);
    await cutOut(first, 'holiday.png');
    await first.waitForSelector('#recent-results button');
    await first.close();

    const again = await openPopup();
    await again.waitForSelector('#recent-results button');
    await again.click('#recent-results button');
    await again.waitForFunction(() => (document.querySelector('#result') as HTMLImageElement).naturalHeight === 320);
    await again.click('#download');
    const { height, channels } = await sharp(await extension.downloaded('holiday-cutout.png')).metadata();
    expect({ height, channels }).toEqual({ height: 320, channels: 4 });
    await again.click('#clear-recents');
    await expect.poll(() => again.isHidden('#recents')).toBe(true);
    // The keyboard goes on with the next picture, of what is there, also where a result is shown.
    const focused = () => again.evaluate(() => document.activeElement?.id);
    expect(await focused()).toBe('another');
    await again.click('#another');
    await again.evaluate(keepHead);
    await again.reload();
    await again.waitForSelector('#recent-results button');
    await again.evaluate(() => document.getElementById('clear-recents')?.focus());
    await again.keyboard.press('Enter');
    await expect.poll(focused).toBe('choose');
    expect(await again.isHidden('#recents')).toBe(true);
    await again.close();
  });

  test('show the head only, and the whole person at once again', async () => {
    await keepSettings(extension, {});
    const page = await openPopup();
    await dropFiles(page, { name: 'Eve.jpg', mimeType: 'image/jpeg', buffer: await personPhoto() });
    await page.waitForSelector('[data-state=done]', { timeout: PATIENCE });
    /** How many rows of what is shown have anything. */
    const rows = () =>
      page.evaluate(async () => {
        const image = document.querySelector('#result') as HTMLImageElement;
        if (image.hidden || document.body.dataset.state !== 'done') return 0;
        await image.decode();
        const { naturalWidth: width, naturalHeight: height } = image;
        const context = new OffscreenCanvas(width, height).getContext('2d')!;
        context.drawImage(image, 0, 0);
        const { data } = context.getImageData(0, 0, width, height);
        const has = (y: number) =>
          data.subarray(4 * y * width, 4 * (y + 1) * width).some((value, i) => i % 4 === 3 && value > 127);
        return Array.from({ length: height }, (_, y) => has(y)).filter(Boolean).length;
      });
    await expect.poll(rows, { timeout: PATIENCE }).toBeGreaterThan(0);
    const all = await rows();
    await page.check('#head-only');
    await expect
      .poll(async () => ((count) => count > 0 && count < 0.8 * all)(await rows()), { timeout: PATIENCE })
      .toBe(true);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('head-only');
    await page.click('#head-only');
    await expect.poll(rows, { timeout: PATIENCE }).toBe(all);
    await page.close();
  });

  test('stay where no head is seen, which is said', async () => {
    await keepSettings(extension, { model: 'lite' });
    const page = await openPopup();
    await cutOut(page, 'drawn.png');
    await page.check('#head-only');
    // A drawn face is none to the network.
    await page.waitForFunction(
      () =>
        document.querySelector('#notice-text')?.textContent ===
        'No head is seen in this picture. Use the whole person, or remove the rest by hand in the editor.',
      undefined,
      { timeout: PATIENCE },
    );
    expect(await page.evaluate(() => (document.querySelector('#head-only') as HTMLInputElement).checked)).toBe(false);
    expect(await page.isVisible('#download')).toBe(true);
    await page.close();
  });

  test('that are heads stay where the whole people are not made, which is said, or that is cancelled', async () => {
    await keepSettings(extension, { model: 'lite' });
    const page = await openPopup();
    await page.evaluate(keepHead);
    await page.reload();
    await page.click('#recent-results button[title^="Show head"]');
    const shows = () =>
      page.evaluate(() => ({
        state: document.body.dataset.state,
        isHead: (document.querySelector('#head-only') as HTMLInputElement).checked,
        width: (document.querySelector('#result') as HTMLImageElement).naturalWidth,
        focus: document.activeElement?.id,
      }));
    const head = { state: 'done', isHead: true, width: 40, focus: 'head-only' };
    await expect.poll(shows).toMatchObject({ ...head, focus: expect.anything() });
    await page.evaluate(() => {
      document.getElementById('head-only')!.click();
      document.getElementById('cancel')!.click();
    });
    await expect.poll(shows).toEqual(head);
    expect(await page.isHidden('#notice')).toBe(true);
    await page.click('#head-only');
    await page.waitForFunction(
      () => /not an? (picture|image)/.test(document.querySelector('#notice-text')?.textContent ?? ''),
      undefined,
      { timeout: PATIENCE },
    );
    await expect.poll(shows).toEqual(head);
    await page.click('#clear-recents');
    await expect.poll(() => page.isHidden('#recents')).toBe(true);
    await page.close();
  });

  test('have the name and the background of the settings', async () => {
    await keepSettings(extension, {
      model: 'lite',
      fileName: '{output} of {name}',
      background: { kind: 'colour', colour: '#0a6e3c' },
    });
    const page = await openPopup();
    await page.evaluate(() => {
      const words: (string | null)[] = [];
      const notes = (changes: readonly MutationRecord[]) => {
        for (const { addedNodes } of changes) for (const { textContent } of addedNodes) words.push(textContent);
      };
      new MutationObserver(notes).observe(document.getElementById('said')!, { childList: true });
      Object.assign(window, { words });
    });
    await cutOut(page, 'Anna.png');
    const cornerOf = async (fileName: string, name = `${fileName}.png`) => {
      await keepSettings(extension, { fileName });
      await page.click('#download');
      const saved = sharp(await extension.downloaded(name)).ensureAlpha();
      return [...(await saved.extract({ left: 2, top: 2, width: 1, height: 1 }).raw().toBuffer())];
    };
    expect(await cornerOf('{output} of {name}', 'cutout of Anna.png')).toEqual([0x0a, 0x6e, 0x3c, 255]);
    const words = await page.evaluate(() => (window as unknown as { words: string[] }).words);
    expect(words).toContain('Putting the picture together');

    await chooseBackground(page, 'none');
    expect((await cornerOf('none'))[3]).toBe(0);
    await chooseBackground(page, 'colour', '#2f6fd0');
    expect(await cornerOf('blue')).toEqual([0x2f, 0x6f, 0xd0, 255]);
    await page.check('input[value=original]', { force: true });
    await expect
      .poll(() => page.evaluate(() => document.querySelector<HTMLImageElement>('#result')?.alt))
      .toBe('Original');
    expect(await cornerOf('still blue')).toEqual([0x2f, 0x6f, 0xd0, 255]);
    const { width, height } = await sharp(await drawnPortrait(320)).metadata();
    await cornerOf('{n} {name} {width}-{height}', `Anna ${width}-${height}.png`);
    await page.close();
  });

  test('are saved trimmed, no larger than asked and in the format of the settings, masks as they are', async () => {
    const saving = { trim: true, saveSize: '512', saveFormat: 'image/jpeg', saveQuality: 0.8 } as const;
    await keepSettings(extension, { model: 'lite', ...saving, background: { kind: 'colour', colour: '#0a6e3c' } });
    const page = await openPopup();
    await dropFiles(page, { name: 'Tall.png', mimeType: 'image/png', buffer: await drawnPortrait(800) });
    await page.waitForSelector('[data-state=done]', { timeout: PATIENCE });
    await page.click('#download');
    const saved = sharp(await extension.downloaded('Tall-cutout.jpg'));
    const { format, width = 0, height = 0 } = await saved.metadata();
    expect([format, Math.max(width, height)]).toEqual(['jpeg', 512]);
    // The ground that it lies on ends with the picture: there is no white at its edges.
    const [red, green] = await saved.extract({ left: 1, top: 1, width: 1, height: 1 }).raw().toBuffer();
    expect([Math.abs(red - 0x0a) < 8, Math.abs(green - 0x6e) < 8]).toEqual([true, true]);
    await page.check('input[value=matte]', { force: true });
    await page.click('#download');
    expect(await sharp(await extension.downloaded('Tall-matte.png')).metadata()).toMatchObject({ height: 800 });
    await page.close();

    const site = await serveSite('localhost');
    const url = site.put('/people/lee.png', { body: await drawnPortrait(320), type: 'image/png' });
    const shown = await extension.open(site.put('/', html(`<img src="${url}">`)));
    await keepSettings(extension, { model: 'lite', trim: true, saveFormat: 'image/webp' });
    await extension.choose(shown, 'save-cutout', url);
    const trimmed = await sharp(await extension.downloaded('lee-cutout.webp')).metadata();
    expect(trimmed).toMatchObject({ format: 'webp', hasAlpha: true });
    expect(trimmed.height).toBeLessThan(320);
    await shown.close();
    await site.close();
  });

  test('of what may be no person are shown with that sentence, which another picture ends', async () => {
    await keepSettings(extension, {});
    const page = await openPopup();
    await dropFiles(page, { name: 'sign.png', mimeType: 'image/png', buffer: await silhouette() });
    await page.waitForSelector('[data-state=done]', { timeout: PATIENCE });
    await page.waitForSelector('#notice:not([hidden])');
    expect(await page.textContent('#notice-text')).toBe('This may not be a person; check the cutout.');
    await page.click('#another');
    expect(await page.isHidden('#notice')).toBe(true);
    await page.close();
  });

  test('made in a page are there too, without its address or what a network said of it (privacy 22)', async () => {
    await keepSettings(extension, { model: 'lite' });
    const site = await serveSite('localhost');
    const url = site.put('/people/me.png?secret=1', { body: await drawnPortrait(320), type: 'image/png' });
    const page = await extension.open(site.put('/', html(`<img src="${url}">`)));
    await extension.choose(page, 'remove-background', url);
    await (await overlayOf(page)).until('Undo', PATIENCE);
    await page.close();
    await site.close();
    const popup = await openPopup();
    await expect.poll(() => keptNames(popup)).toContain('me.png');
    expect((await keptNames(popup)).join()).not.toMatch(/localhost|secret|people/);
    const parts = new Set(['name', 'picture', 'cutout', 'matte', 'thumbnail']);
    expect((await keptParts(popup)).filter((part) => !parts.has(part))).toEqual([]);
    await popup.close();
  });

  test('of several pictures are made in a tab', async () => {
    await keepSettings(extension, { model: 'lite' });
    const popup = await openPopup();
    await dropFiles(popup, await pictureNamed('one.png'), await pictureNamed('two.png'));
    // The popup closes itself.
    const page = await openPopup();
    const labels = () =>
      page.evaluate(() =>
        [...document.querySelectorAll('#recent-results button')].map((button) => (button as HTMLElement).title),
      );
    await expect
      .poll(labels, { timeout: PATIENCE })
      .toEqual(
        expect.arrayContaining([expect.stringMatching(/^Show one, \d/), expect.stringMatching(/^Show two, \d/)]),
      );
    const background = await extension.background();
    const tabs = () =>
      background.evaluate(async () => (await chrome.tabs.query({})).map(({ url = '', title }) => ({ url, title })));
    expect(await tabs()).toContainEqual({
      url: expect.stringMatching(/batch\/batch\.html#?$/),
      title: 'Several pictures · Matteo',
    });
  });

  test('say why one was not saved, and nothing where the person stopped it', async () => {
    await keepSettings(extension, { model: 'lite' });
    const page = await openPopup();
    await cutOut(page, 'stopped.png');
    const failed = () => page.textContent('#notice-text');
    // It stays so: what follows saves nothing.
    await stopDownloads(extension, 'FILE_NO_SPACE');
    await page.click('#download');
    await expect.poll(failed).toMatch(/stopped-cutout\.png” was not saved/);
    await page.evaluate(() => {
      document.querySelector('#notice-text')!.textContent = '';
      const said = document.querySelector('#said')!;
      new MutationObserver(() => {
        if (said.textContent === '') document.body.dataset.ended = '';
      }).observe(said, { childList: true });
    });
    await stopDownloads(extension, 'USER_CANCELED');
    await page.click('#download');
    await page.waitForSelector('[data-ended]');
    expect(await failed()).toBe('');
    await page.close();
  });

  // Only Firefox closes the popup when a file chooser opens.
  if (browser !== 'firefox') return;

  test('are chosen in a tab where a file chooser closes the popup', async () => {
    const page = await openPopup();
    await page.waitForFunction(() => document.querySelector('#choose')?.textContent === 'Choose pictures');
    const background = await extension.background();
    const inFront = () =>
      background.evaluate(async () => (await chrome.tabs.query({ active: true })).map(({ url = '' }) => url).join(' '));
    expect(await inFront()).not.toContain('batch/batch.html');
    await page.click('#choose');
    await expect.poll(inFront).toContain('batch/batch.html');
  });
});

const chooseBackground = (page: Page, kind: string, colour?: string) =>
  page.evaluate(
    ([kind, colour]) => {
      const choose = (id: string, value: string) => {
        const control = document.getElementById(id) as HTMLInputElement;
        control.value = value;
        control.dispatchEvent(new Event('change'));
      };
      choose('result-background', kind);
      if (colour) choose('result-colour', colour);
    },
    [kind, colour] as const,
  );

/** The results that are kept: their names, and what each consists of. */
const keptResults = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<{ name: string; parts: string[] }[]>((resolve, reject) => {
        const opening = indexedDB.open('matteo-recents');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const reading = opening.result.transaction('results').objectStore('results').getAll();
          reading.onsuccess = () =>
            resolve(reading.result.map((result) => ({ name: result.name, parts: Object.keys(result) })));
        };
      }),
  );
const keptNames = async (page: Page) => (await keptResults(page)).map(({ name }) => name);
const keptParts = async (page: Page) => (await keptResults(page)).flatMap(({ parts }) => parts);

/** Puts a head of 40 pixels among the recent results, whose picture is none any more. */
const keepHead = async () => {
  const canvas = new OffscreenCanvas(40, 40);
  canvas.getContext('2d')!.fillRect(10, 10, 20, 20);
  const cutout = await canvas.convertToBlob();
  const head = {
    name: 'head',
    picture: new Blob(['no picture']),
    cutout,
    matte: cutout,
    thumbnail: cutout,
    part: 'head',
  };
  await new Promise<void>((resolve, reject) => {
    const opening = indexedDB.open('matteo-recents');
    opening.onupgradeneeded = () => opening.result.createObjectStore('results');
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const writing = opening.result.transaction('results', 'readwrite');
      writing.objectStore('results').put(head, `${Date.now().toString().padStart(15, '0')} head`);
      writing.oncomplete = () => {
        opening.result.close();
        resolve();
      };
    };
  });
};

/** Puts jobs where the editor has them, each with the time it came. */
const keepJobs = (jobs: Record<string, number>) =>
  new Promise<void>((resolve, reject) => {
    const opening = indexedDB.open('editor');
    opening.onupgradeneeded = () => opening.result.createObjectStore('jobs');
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const writing = opening.result.transaction('jobs', 'readwrite');
      for (const [id, since] of Object.entries(jobs)) writing.objectStore('jobs').put({ name: id, since }, id);
      writing.oncomplete = () => {
        opening.result.close();
        resolve();
      };
    };
  });

test('results are forgotten when the browser starts, and what an editor left behind after a day (privacy 9, 10)', {
  timeout: PATIENCE,
}, async () => {
  const extension = await startExtension({});
  try {
    await keepSettings(extension, { model: 'lite' });
    const page = await extension.open(extension.extensionPage('popup/popup.html'));
    await dropFiles(page, await pictureNamed('yesterday.png'));
    await expect.poll(() => recents(page), { timeout: PATIENCE }).toBe(1);
    await page.evaluate(keepJobs, { yesterday: Date.now() - 25 * 60 * 60 * 1000, today: Date.now() });
    const background = await extension.background();
    await background.evaluate(() => (chrome.runtime.onStartup as unknown as { dispatch(): void }).dispatch());
    await expect.poll(() => recents(page)).toBe(0);
    await expect.poll(() => keptJobs(page)).toEqual(['today']);
  } finally {
    await extension.close();
  }
});
