import { beforeAll, describe, expect, test } from 'vitest';
import { drawnPortrait } from '../../fixtures/drawn.ts';
import { BROWSERS, QUICK } from '../driver/extension-under-test.ts';
import { overlayOf } from '../driver/overlay.ts';
import { documentOf } from '../kinds/kind.ts';
import { backFromQuestion } from './question.ts';
import { useTwoSites } from './two-sites.ts';

const PATIENCE = 120_000;
const SIZE = { width: 240, height: 320 };

describe.each(BROWSERS)('where the pixels can’t be had, in %s', { timeout: PATIENCE }, (browser) => {
  // The page's own host alone is granted, as by `activeTab`.
  const sites = useTwoSites('127.0.0.1', { browser, grantedHosts: ['http://localhost/*'], engine: QUICK });
  let photo: Buffer;

  beforeAll(async () => {
    photo = await drawnPortrait(SIZE.height);
  }, PATIENCE);

  const openWith = async (path: string, body: string) => {
    const page = await sites.extension.open(
      sites.pages.put(path, { body: documentOf('otherwise', body), type: 'text/html' }),
    );
    return { page, overlay: await overlayOf(page) };
  };

  test('a host that was not allowed: its permission, a screenshot, or the picture in a tab that comes from this page (privacy 4)', async () => {
    const alone: (string | undefined)[] = [];
    const url = sites.others.put('/foreign.png', (response) => {
      const { referer, 'sec-fetch-dest': dest } = response.req.headers;
      if (dest === 'document') alone.push(referer);
      response.writeHead(200, { 'content-type': 'image/png' }).end(photo);
    });
    const { page, overlay } = await openWith('/foreign', `<img src="${url}">`);
    const before = await page.evaluate(() => document.body.outerHTML);
    await sites.extension.choose(page, 'remove-background', url);
    const said = await overlay.until('Close');
    await backFromQuestion(sites.extension, page);
    expect(said).toContain('needs your permission to read pictures from 127.0.0.1');
    for (const way of ['Allow 127.0.0.1', 'Use a screenshot', 'Open it in a tab']) expect(said).toContain(way);
    expect(await page.evaluate(() => document.body.outerHTML)).toBe(before);
    await overlay.press('Open it in a tab');
    await expect.poll(() => alone, { timeout: PATIENCE }).toEqual([`${sites.pages.origin}/`]);
    await page.close();
  });

  test('a picture that its host shares with the page needs no leave (privacy 4)', async () => {
    const headers = { 'access-control-allow-origin': '*' };
    const url = sites.others.put('/shared.png', { body: photo, type: 'image/png', headers });
    const { page, overlay } = await openWith('/shared', `<img src="${url}" crossorigin>`);
    await sites.extension.choose(page, 'remove-background', url);
    await overlay.until('Undo', PATIENCE);
    await page.close();
  });

  test('no picture where the menu was opened: said, and nothing else', async () => {
    const { page, overlay } = await openWith('/words', '<p style="width: 300px">Only words here.</p>');
    await page.mouse.move(60, 50);
    await sites.extension.choose(page, 'remove-background', undefined);
    expect(await overlay.until('Close')).toContain('There is no picture where you opened the menu');
    await overlay.press('Close');
    await expect.poll(overlay.text).toBe('');
    await page.close();
  });

  test('an opaque panel over a picture is no picture', async () => {
    const url = sites.pages.put('/below.png', { body: photo, type: 'image/png' });
    const { page, overlay } = await openWith(
      '/panel',
      `<img src="${url}"><p style="position: absolute; inset: 24px auto auto 24px; width: 240px; height: 320px; margin: 0; background: #fff">Words</p>`,
    );
    await page.mouse.move(120, 150);
    await sites.extension.choose(page, 'remove-background', undefined);
    expect(await overlay.until('Close')).toContain('There is no picture');
    await page.close();
  });

  test('a screenshot without the browser’s leave: said, with the other ways', async () => {
    const url = sites.others.put('/shot.png', { body: photo, type: 'image/png' });
    const { page, overlay } = await openWith('/shot', `<img src="${url}">`);
    await sites.extension.choose(page, 'remove-background', url);
    await overlay.until('Use a screenshot');
    await backFromQuestion(sites.extension, page);
    await overlay.press('Use a screenshot');
    expect(await overlay.until(/allows Matteo a screenshot only/)).toContain('Allow 127.0.0.1');
    await page.close();
  });
});
