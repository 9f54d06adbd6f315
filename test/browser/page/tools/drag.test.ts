import { describe, expect, test } from 'vitest';
import { BROWSERS } from '../../driver/extension-under-test.ts';
import type { Page } from '../../driver/page.ts';
import { useOnePicture } from './one-picture.ts';

const PATIENCE = 120_000;

interface Dragged {
  /** Chromium: type, name and address of the file. */
  readonly download: string;
  /** Firefox: the address of the file. */
  readonly promised: string;
  /** What Firefox says to a name that a page gives the file: when it is taken, `drag.ts` can give one. */
  readonly refused: string;
}

describe.each(BROWSERS)('a cutout that is dragged in %s', { timeout: PATIENCE }, (browser) => {
  const use = useOnePicture(browser);

  const cutOut = async (body: string) => {
    const { page, overlay } = await use.cutOut(body);
    await page.evaluate(() => {
      document.addEventListener('dragstart', ({ dataTransfer }) => {
        const [download, promised] = ['DownloadURL', 'application/x-moz-file-promise-url'].map((type) =>
          dataTransfer?.getData(type),
        );
        const named = 'application/x-moz-file-promise-dest-filename';
        let refused = '';
        try {
          dataTransfer?.clearData(named);
          dataTransfer?.setData(named, 'me.png');
        } catch (thrown) {
          refused = (thrown as DOMException).name;
        }
        Object.assign(window, { dragged: { download, promised, refused } });
      });
    });
    return { page, overlay };
  };
  const drag = async (page: Page): Promise<Dragged> => {
    await page.evaluate(() => Object.assign(window, { dragged: undefined }));
    await page.mouse.move(120, 100);
    await page.mouse.down();
    for (const x of [130, 150, 180]) await page.mouse.move(x, 110);
    const dragged = () => page.evaluate(() => (window as { dragged?: Dragged }).dragged);
    await expect.poll(dragged).toBeTruthy();
    await page.mouse.up();
    return (await dragged()) as Dragged;
  };
  const shown = (page: Page) => page.evaluate(() => document.images[0].currentSrc);

  test.each([
    ['an image', (image: string) => image],
    ['an image in a link', (image: string) => `<a href="#x">${image}</a>`],
  ])('gives its own file, in Chromium under its name: %s', async (_, around) => {
    const { page } = await cutOut(around(`<img src="${use.photo}" alt="" width="400">`));
    const url = await shown(page);
    expect(url).toMatch(/^blob:/);
    const { download, promised, refused } = await drag(page);
    if (browser === 'chromium') expect(download).toBe(`image/png:me-cutout.png:${url}`);
    else expect([promised, refused]).toEqual([url, 'SecurityError']);
    await page.close();
  });

  test('is the page’s own picture again after Undo', async () => {
    const { page, overlay } = await cutOut(`<img src="${use.photo}" alt="" width="400">`);
    await overlay.press('Undo');
    await expect.poll(() => shown(page)).toBe(use.photo);
    const { download, promised } = await drag(page);
    expect([download, promised]).toEqual(['', browser === 'firefox' ? use.photo : '']);
    await page.close();
  });
});
