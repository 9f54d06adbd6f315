import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawnPortrait } from '../../fixtures/drawn.ts';
import { BROWSERS, type ExtensionUnderTest, startExtension } from '../driver/extension-under-test.ts';
import type { Page } from '../driver/page.ts';
import { personPhoto } from '../support/photo.ts';

const PATIENCE = 120_000;

/** Each row's state, and the share of its small picture's lines that have anything. */
const rows = (page: Page) =>
  page.evaluate(() =>
    Promise.all(
      [...document.querySelectorAll('#list > li')].map(async (row) => {
        const image = row.querySelector<HTMLImageElement>('.thumbnail img');
        if (row.className !== 'done' || !image) return { state: row.className, filled: 0 };
        await image.decode();
        const { naturalWidth: width, naturalHeight: height } = image;
        const context = new OffscreenCanvas(width, height).getContext('2d')!;
        context.drawImage(image, 0, 0);
        const { data } = context.getImageData(0, 0, width, height);
        const has = (y: number) =>
          data.subarray(4 * y * width, 4 * (y + 1) * width).some((value, i) => i % 4 === 3 && value > 127);
        return {
          state: row.className,
          filled: Array.from({ length: height }, (_, y) => has(y)).filter(Boolean).length / height,
        };
      }),
    ),
  );

describe.each(BROWSERS)('a list of heads in %s', { timeout: 2 * PATIENCE }, (browser) => {
  let extension: ExtensionUnderTest;
  beforeAll(async () => {
    extension = await startExtension({ browser });
  }, PATIENCE);
  afterAll(() => extension?.close());

  test('is made anew of the pictures that are there, says where no head is, and the whole people come back', async () => {
    const page = await extension.open(extension.extensionPage('batch/batch.html'));
    await page.setInputFiles('#chooser', [
      { name: 'Eve.jpg', mimeType: 'image/jpeg', buffer: await personPhoto() },
      { name: 'drawn.png', mimeType: 'image/png', buffer: await drawnPortrait(320) },
    ]);
    const ended = (...states: string[]) =>
      expect.poll(async () => (await rows(page)).map(({ state }) => state), { timeout: PATIENCE }).toEqual(states);
    await ended('done', 'done');
    const whole = await rows(page);

    await page.check('#batch-head');
    await ended('done', 'failed');
    const [head] = await rows(page);
    expect(head.filled).toBeGreaterThan(0.1);
    expect(head.filled).toBeLessThan(0.8 * whole[0].filled);
    // A drawn face is none to the network.
    expect(await page.textContent('#list > li.failed .state')).toMatch(
      /^No head is seen in this picture. Use the whole person, or .* in the editor.$/,
    );
    expect(await page.isDisabled('#list > li.failed .thumbnail')).toBe(true);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('batch-head');

    // The choice is there in the next tab, and the head among the recent results, as a head.
    const next = await extension.open(extension.extensionPage('batch/batch.html'));
    await expect.poll(() => next.evaluate(() => document.querySelectorAll('#recent-results li').length)).toBe(3);
    expect(await next.evaluate(() => (document.querySelector('#batch-head') as HTMLInputElement).checked)).toBe(true);
    await next.click('#recent-results li:first-child button');
    // Its small picture was made smaller once more: a faint line may be there or not.
    await expect.poll(() => rows(next)).toEqual([{ state: 'done', filled: expect.closeTo(head.filled, 2) }]);
    await next.close();

    await page.click('#batch-head');
    await ended('done', 'done');
    await expect.poll(() => rows(page)).toEqual(whole);
    await page.close();
  });

  test('shows as heads in the popup, which makes the whole people of it', async () => {
    const popup = await extension.open(extension.extensionPage('popup/popup.html'));
    const isHead = () => popup.evaluate(() => (document.querySelector('#head-only') as HTMLInputElement).checked);
    const recents = () => popup.evaluate(() => document.querySelectorAll('#recent-results li').length);
    // Of the test before: the drawn one and the photograph made whole again are newer than the head.
    await expect.poll(recents).toBe(5);
    await popup.click('#recent-results li:nth-child(3) button');
    await expect.poll(isHead).toBe(true);
    await popup.click('#head-only');
    await expect.poll(recents, { timeout: PATIENCE }).toBe(6);
    expect(await isHead()).toBe(false);
    await popup.close();
  });
});
