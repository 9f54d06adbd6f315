import { expect, test } from 'vitest';
import { startExtension } from '../driver/extension-under-test.ts';
import { overlayOf } from '../driver/overlay.ts';
import { page as html, serveSite } from '../driver/site.ts';
import { personPhoto } from '../support/photo.ts';

test('a job goes on when the service worker is stopped', async () => {
  const site = await serveSite('localhost');
  const url = site.put('/p.jpg', { body: await personPhoto(), type: 'image/jpeg' });
  const extension = await startExtension({ grantedHosts: ['http://localhost/*'] });
  try {
    const page = await extension.open(site.put('/', html(`<img src="${url}">`)));
    const overlay = await overlayOf(page);
    await extension.choose(page, 'remove-background', url);
    await overlay.until(/Loading|Opening|First|Finding/);
    expect(await extension.backgroundRuns()).toBe(true);
    await extension.stopBackground();
    expect(await overlay.text()).toContain('Cancel');
    await overlay.until('Undo');
    expect(await page.evaluate(() => document.images[0]?.currentSrc)).toMatch(/^blob:/);
    // The engine's word that no picture is being cut out any more starts it again: not before the result was kept.
    await expect.poll(extension.backgroundRuns).toBe(true);
    const { started, kept } = await (await extension.background()).evaluate(startedAndKept);
    expect(started).toBeGreaterThan(kept);
  } finally {
    await extension.close();
    await site.close();
  }
});

/** When the service worker was started, and when the only recent result was kept. */
const startedAndKept = () =>
  new Promise<{ started: number; kept: number }>((resolve, reject) => {
    const opening = indexedDB.open('matteo-recents');
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const asking = opening.result.transaction('results').objectStore('results').getAllKeys();
      asking.onsuccess = () => {
        opening.result.close();
        resolve({ started: performance.timeOrigin, kept: Number.parseInt(String(asking.result[0]), 10) });
      };
    };
  });
