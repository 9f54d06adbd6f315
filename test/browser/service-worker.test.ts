import { expect, test } from 'vitest';
import { startExtension } from './extension-under-test.ts';
import { overlayOf } from './overlay.ts';
import { personPhoto } from './photo.ts';
import { page as html, serveSite } from './site.ts';

test('a job goes on when the service worker is stopped', { timeout: 60_000 }, async () => {
  const site = await serveSite('localhost');
  const url = site.put('/p.jpg', { body: await personPhoto(), type: 'image/jpeg' });
  const extension = await startExtension({ grantedHosts: ['http://localhost/*'] });
  try {
    const page = await extension.open(site.put('/', html(`<img src="${url}">`)));
    const overlay = await overlayOf(page);
    const session = await extension.context.newCDPSession(page);
    const running = async () => {
      const { targetInfos } = await session.send('Target.getTargets', { filter: [{}] });
      return targetInfos.some(({ type }) => type === 'service_worker');
    };
    await extension.choose(page, 'remove-background', url);
    await overlay.until(/Loading|Opening|First|Finding/);
    expect(await running()).toBe(true);
    await session.send('ServiceWorker.enable');
    await session.send('ServiceWorker.stopAllWorkers');
    await expect.poll(running).toBe(false);
    expect(await overlay.text()).toContain('Cancel');
    await overlay.until('Undo');
    expect(await page.evaluate(() => document.images[0]?.currentSrc)).toMatch(/^blob:/);
    expect(await running()).toBe(false);
  } finally {
    await extension.close();
    await site.close();
  }
});
