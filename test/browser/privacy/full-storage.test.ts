import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { drawnPortrait } from '../../fixtures/drawn.ts';
import type { ChromiumExtension } from '../chromium/chromium-extension.ts';
import { startExtension } from '../driver/extension-under-test.ts';
import { drawnJob, openInEditor, untilShown } from '../editor/editor-page.ts';
import { keepSettings } from '../options/settings.ts';
import { dropFiles } from '../support/drop.ts';
import { plain } from '../support/plain.ts';
import { keptRecords } from './kept.ts';

const PATIENCE = 120_000;

const backdrops = (page: Page) => page.locator('#backdrops .pick').count();

const full = () => {
  IDBObjectStore.prototype.put = () => {
    throw new DOMException('Full.', 'QuotaExceededError');
  };
};

/** IndexedDB as it is where its files are broken or can't be written. */
const breakStorage = () => {
  IDBFactory.prototype.open = () => {
    const error = new DOMException('Internal error opening backing store for indexedDB.open.', 'UnknownError');
    const failing = Object.assign(new EventTarget(), { error, onerror: () => {} });
    queueMicrotask(() => failing.onerror());
    return failing as unknown as IDBOpenDBRequest;
  };
};

describe('where the browser’s storage can’t be opened', { timeout: PATIENCE }, () => {
  let extension: ChromiumExtension;

  beforeEach(async () => {
    extension = await startExtension({});
    await extension.context.addInitScript(breakStorage);
    await (await extension.background()).evaluate(breakStorage);
  }, PATIENCE);
  afterEach(() => extension?.close());

  /** The editor's tab on a picture with a matte. */
  const opened = async (picture: Buffer, matte: Buffer): Promise<Page> => {
    const asking = await extension.open(extension.extensionPage('options/options.html'));
    const [editor] = await Promise.all([
      extension.context.waitForEvent('page'),
      asking.evaluate(
        async ([pictureUrl, matteUrl]) => {
          const [picture, matte] = [await (await fetch(pictureUrl)).blob(), await (await fetch(matteUrl)).blob()];
          const job = { picture, matte, name: 'me.jpg' };
          const { ok } = await chrome.runtime.sendMessage({ kind: 'editor/open', ...job, isPrivate: false });
          if (!ok) throw new Error('The editor was not opened.');
        },
        [
          `data:image/jpeg;base64,${picture.toString('base64')}`,
          `data:image/png;base64,${matte.toString('base64')}`,
        ] as const,
      ),
    ]);
    return editor;
  };
  const said = (page: Page) => page.textContent('#notice-text');

  test('the editor opens all the same, and says that nothing is kept', async () => {
    const { picture, matte } = await drawnJob(400, 300);
    const editor = await opened(picture, matte);
    await editor.waitForSelector('[data-state=editing]', { timeout: PATIENCE });
    await expect.poll(() => said(editor)).toMatch(/this picture and your strokes are not kept/);
    // The background handed it over once.
    await editor.reload();
    await expect.poll(() => said(editor)).toMatch(/storage does not answer.*Reload the tab, or drop/);
  });

  test('a picture that can’t be read is said to be that, and not only that it is not kept', async () => {
    const { matte } = await drawnJob(400, 300);
    const editor = await opened(Buffer.from('no picture at all'), matte);
    await expect.poll(() => said(editor), { timeout: PATIENCE }).toMatch(/not an? (picture|image)/);
    expect(await editor.getAttribute('body', 'data-state')).toBe('empty');
  });
});

describe('where the browser has no room left', { timeout: PATIENCE }, () => {
  let extension: ChromiumExtension;
  let portrait: Buffer;

  beforeEach(async () => {
    [portrait, extension] = await Promise.all([drawnPortrait(320), startExtension({})]);
    await keepSettings(extension, { model: 'lite' });
  }, PATIENCE);
  afterEach(() => extension?.close());

  /** Leaves engine, background and a page no room, as a full disk does. (Chromium heeds no smaller quota for extensions.) */
  const fill = async (page: Page) => {
    const session = await extension.context.newCDPSession(page);
    const { targetInfos } = await session.send('Target.getTargets', { filter: [{}] });
    const targetId = targetInfos.find(({ url }) => url.includes('offscreen.html'))!.targetId;
    const { sessionId } = await session.send('Target.attachToTarget', { targetId });
    const message = { id: 1, method: 'Runtime.evaluate', params: { expression: `(${full})()` } };
    const answered = new Promise((resolve) => session.once('Target.receivedMessageFromTarget', resolve));
    await session.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify(message) });
    await answered;
    await (await extension.background()).evaluate(full);
    await page.evaluate(full);
  };
  const cutOut = async (name: string) => {
    const popup = await extension.open(extension.extensionPage('popup/popup.html'));
    await dropFiles(popup, { name, mimeType: 'image/png', buffer: portrait });
    await popup.waitForSelector('[data-state=done]', { timeout: PATIENCE });
    return popup;
  };

  test('results and backgrounds are made all the same, what was kept stays, and it is said', async () => {
    const first = await cutOut('Anna.png');
    const list = await extension.open(extension.extensionPage('batch/batch.html'));
    await expect.poll(() => list.locator('#recent-results > li').count()).toBe(1);
    const editor = (await openInEditor(extension, await drawnJob(400, 300), 'me.jpg')) as Page;
    await editor.click('#tab-background');
    await dropFiles(editor, await plain('red.png', '#d00000'));
    await expect.poll(() => backdrops(editor)).toBe(1);
    const before = await keptRecords(first);
    await fill(editor);

    await dropFiles(editor, await plain('green.png', '#00a000'));
    await untilShown(editor, [0.05, 0.05], (red) => red < 20);
    await expect.poll(() => editor.textContent('#said')).toMatch(/it is not kept for the next time/);
    // Pages agree on what there is.
    expect([await backdrops(editor), await backdrops(first)]).toEqual([1, 1]);

    const second = await cutOut('Bo.png');
    await expect.poll(() => second.textContent('#notice-text')).toMatch(/this result is not kept/);
    await second.click('#download');
    expect((await sharp(await extension.downloaded('Bo-cutout.png')).metadata()).hasAlpha).toBe(true);
    expect(await list.locator('#recent-results > li').count()).toBe(1);

    const [third] = await Promise.all([extension.context.waitForEvent('page'), second.click('#edit')]);
    await third.waitForSelector('[data-state=editing]', { timeout: PATIENCE });
    expect(await third.textContent('#notice-text')).toMatch(/this picture and your strokes are not kept/);
    expect(await keptRecords(first)).toEqual(before);
    // Nobody is told of a result that another popup made.
    expect(await first.isHidden('#notice')).toBe(true);

    for (const page of [first, second, third, list, editor]) await page.close();
  });

  test('a list says so until it is empty, and its tab asks before what is not saved is lost', async () => {
    const list = await extension.open(extension.extensionPage('batch/batch.html'));
    await list.evaluate(full);
    const drop = (name: string) => dropFiles(list, { name, mimeType: 'image/png', buffer: portrait });
    const states = () => list.evaluate(() => [...document.querySelectorAll('#list > li')].map((row) => row.className));
    const isAsked = () => list.evaluate(() => !dispatchEvent(new Event('beforeunload', { cancelable: true })));
    expect(await isAsked()).toBe(false);
    await drop('Anna.png');
    await list.waitForSelector('#not-kept:not([hidden])');
    await expect.poll(states, { timeout: PATIENCE }).toEqual(['done']);
    expect(await isAsked()).toBe(true);
    await list.click('#list .item-acts button');
    await expect.poll(() => list.textContent('#list .state')).toBe('Saved.');
    expect(await isAsked()).toBe(false);
    await drop('Bo.png');
    await expect.poll(states, { timeout: PATIENCE }).toEqual(['done', 'done']);
    expect(await list.isVisible('#not-kept')).toBe(true);
    expect(await isAsked()).toBe(true);
    await list.click('#zip');
    await expect.poll(() => list.textContent('#said')).toMatch(/cutouts in it: 2\./);
    expect(await isAsked()).toBe(false);
    await list.click('#clear-list');
    expect(await list.isVisible('#not-kept')).toBe(false);
    await list.close();
  });
});
