import { readFile } from 'node:fs/promises';
import { startExtension } from '../../test/browser/driver/extension-under-test.ts';
import { overlayOf } from '../../test/browser/driver/overlay.ts';
import { serveSite } from '../../test/browser/driver/site.ts';
import { onScreen, shot } from './screen.ts';
import { strip } from './strip.ts';

/** An article before, while and after the extension takes the background out of its picture. */
export async function inPage(portrait: Uint8Array): Promise<Buffer> {
  const site = await serveSite('localhost');
  const extension = await startExtension({ grantedHosts: ['http://localhost/*'], colorScheme: 'light' });
  try {
    const picture = site.put('/lamplighter.jpg', { body: portrait, type: 'image/png' });
    const article = await readFile(new URL('article.html', import.meta.url));
    const page = await extension.open(site.put('/article', { body: article, type: 'text/html' }));
    await onScreen(page, 440, 664, 2);
    const overlay = await overlayOf(page);
    // Whoever then clicks elsewhere no longer has the keyboard's focus ring on the card.
    const clickAside = () => page.mouse.click(60, 640);
    const before = await shot(page);
    await extension.choose(page, 'remove-background', picture);
    await overlay.until('Cancel');
    await page.waitForFunction(() => document.images[0]?.currentSrc.startsWith('blob:'));
    await clickAside();
    await overlay.until('Finding the person');
    const during = await shot(page);
    await overlay.until('Undo', 120_000);
    await clickAside();
    await page.waitForTimeout(1500);
    return await strip([before, during, await shot(page)], 520);
  } finally {
    await extension.close();
    await site.close();
  }
}
