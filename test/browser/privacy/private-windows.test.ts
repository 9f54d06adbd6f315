import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawnPortrait } from '../../fixtures/drawn.ts';
import { BROWSERS, type ExtensionUnderTest, QUICK, startExtension } from '../driver/extension-under-test.ts';
import { page as html, type Site, serveSite } from '../driver/site.ts';
import { drawnJob, openInEditor } from '../editor/editor-page.ts';
import { dropFiles } from '../support/drop.ts';
import { keptRecords } from './kept.ts';
import { openPrivately, type PrivateTab } from './private-window.ts';

const PATIENCE = 120_000;

describe.each(BROWSERS)('of private windows nothing is kept, in %s', { timeout: PATIENCE }, (browser) => {
  let extension: ExtensionUnderTest;
  let site: Site;
  let tab: PrivateTab;
  const put = (path: string, body: Buffer, type: string) => site.put(path, { body, type });

  beforeAll(async () => {
    const [photo, job] = await Promise.all([drawnPortrait(320), drawnJob(400, 300)]);
    site = await serveSite('localhost');
    put('/private.png', photo, 'image/png');
    put('/open.png', photo, 'image/png');
    put('/job.jpg', job.picture, 'image/jpeg');
    put('/matte.png', job.matte, 'image/png');
    extension = await startExtension({ browser, grantedHosts: ['http://localhost/*'], engine: QUICK });
    tab = await openPrivately(extension, browser, site.put('/', html(`<img src="/private.png">`)));
  }, PATIENCE);

  afterAll(async () => {
    await extension?.close();
    await site?.close();
  });

  /** Names in the browser's list of downloads. */
  const listed = async () =>
    (await extension.background()).evaluate(async () =>
      (await chrome.downloads.search({})).map(({ filename }) => filename.replace(/.*[\\/]/, '')),
    );

  test('no result, and not how long it took (privacy 12)', async () => {
    await tab.choose('save-cutout', `${site.origin}/private.png`);
    await extension.downloaded('private-cutout.png', PATIENCE);
    // What is kept of another window's picture came later.
    const page = await extension.open(site.put('/open', html(`<img src="/open.png">`)));
    await extension.choose(page, 'save-cutout', `${site.origin}/open.png`);
    await extension.downloaded('open-cutout.png', PATIENCE);
    await expect.poll(listed, { timeout: PATIENCE }).toEqual(['open-cutout.png']);
    const options = await extension.open(extension.extensionPage('options/options.html'));
    await expect.poll(() => keptRecords(options), { timeout: PATIENCE }).toMatchObject({ 'matteo-recents/results': 1 });
    await options.reload();
    await options.waitForFunction(() => document.querySelector('#diagnostics')?.textContent?.includes('Last jobs, in'));
    expect((await options.textContent('#diagnostics'))?.match(/240 × 320/g)).toHaveLength(1);
    await options.close();
    await page.close();
  });

  test('no picture in the editor, nor its name in the history (privacy 12)', async () => {
    await tab.run(`(async () => {
      const [picture, matte] = await Promise.all(['/job.jpg', '/matte.png'].map(async (path) => (await fetch(path)).blob()));
      await chrome.runtime.sendMessage({ kind: 'editor/open', picture, matte, name: 'hidden.jpg', isPrivate: false });
    })()`);
    const editor = await extension.opened('editor/editor.html#');
    await editor.waitForSelector('[data-state=editing]', { timeout: PATIENCE });
    expect(await editor.textContent('#name')).toBe('hidden.jpg');
    expect(await editor.evaluate(() => document.title)).not.toContain('hidden');
    expect(await keptRecords(editor)).not.toHaveProperty('editor/jobs');
    await dropFiles(editor, { name: 'wall.png', mimeType: 'image/png', buffer: await drawnPortrait(320) });
    await editor.waitForFunction(
      () => document.querySelector<HTMLInputElement>('input[name=backdrop][value=picture]')?.checked,
    );
    // What is kept of another window's picture came later.
    const open = await openInEditor(extension, await drawnJob(400, 300), 'open.jpg');
    await dropFiles(open, { name: 'sea.png', mimeType: 'image/png', buffer: await drawnPortrait(240) });
    await expect.poll(() => keptRecords(open)).toMatchObject({ 'matteo-backdrops/pictures': 1 });
    await open.close();
    await editor.click('#tab-save');
    await editor.click('#save');
    await extension.downloaded('hidden-cutout.png', PATIENCE);
    await expect.poll(listed, { timeout: PATIENCE }).toEqual(['open-cutout.png']);
    await editor.reload();
    await editor.waitForFunction(() => document.body.innerText.includes('is not kept any more'));
    await editor.close();
  });
});
