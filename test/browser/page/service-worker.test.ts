import { expect, test } from 'vitest';
import { startExtension } from '../driver/extension-under-test.ts';
import { overlayOf } from '../driver/overlay.ts';
import { page as html, serveSite } from '../driver/site.ts';
import { personPhoto } from '../support/photo.ts';

test('a job goes on when the service worker is stopped', { timeout: 90_000 }, async () => {
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
    await overlay.until('Undo', 60_000);
    expect(await page.evaluate(() => document.images[0]?.currentSrc)).toMatch(/^blob:/);
    expect(await extension.backgroundRuns()).toBe(false);
  } finally {
    await extension.close();
    await site.close();
  }
});
