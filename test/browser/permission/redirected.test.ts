import { describe, expect, test } from 'vitest';
import { drawnPortrait } from '../../fixtures/drawn.ts';
import { BROWSERS, QUICK } from '../driver/extension-under-test.ts';
import { overlayOf } from '../driver/overlay.ts';
import { page as html, serveSite } from '../driver/site.ts';
import { inFirefox } from '../firefox/firefox-page.ts';
import { denyInPrompt } from '../firefox/firefox-window.ts';
import { useTwoSites } from './two-sites.ts';

const PATIENCE = 60_000;

describe.each(BROWSERS)('a host that was allowed, in %s', { timeout: PATIENCE }, (browser) => {
  const grantedHosts = ['http://localhost/*', 'http://pictures.example/*', 'https://pictures.example/*'];
  const sites = useTwoSites('pictures.example', { browser, grantedHosts, engine: QUICK });

  const open = async (path: string, url: string) => {
    const page = await sites.extension.open(
      sites.pages.put(path, html(`<img src="${url}" width="240" height="320" alt="">`)),
    );
    const overlay = await overlayOf(page);
    await sites.extension.choose(page, 'remove-background', url);
    return { page, overlay };
  };

  test('and leads on to one that was not: all hosts are asked for, and nothing that doesn’t help', async () => {
    const far = await serveSite('pages.example');
    try {
      const there = far.put('/there.png', { body: await drawnPortrait(320), type: 'image/png' });
      const url = sites.others.put('/here.png', (response) => response.writeHead(302, { location: there }).end());
      const { page, overlay } = await open('/led-on', url);
      const said = await overlay.until('Allow everywhere', PATIENCE);
      expect(said).toContain('pictures.example passes this picture on to another website');
      for (const way of ['Allow pictures.example', 'Try again']) expect(said).not.toContain(way);
      const firefox = inFirefox(page);
      if (firefox) {
        const question = await sites.extension.opened('options/options.html#allow=');
        await question.waitForSelector('#allow[hidden]', { state: 'attached' });
        expect(await question.textContent('#question-text')).toContain('passes this picture on to another website');
        await question.evaluate(() => {
          const said = new MutationObserver(() => document.body.classList.add('answered'));
          said.observe(document.querySelector('#question-text') as Element, { childList: true });
        });
        await question.click('#allow-everywhere');
        await denyInPrompt(firefox.session);
        await question.waitForSelector('.answered');
        expect(await question.isHidden('#allow')).toBe(true);
        expect(await question.isVisible('#allow-everywhere')).toBe(true);
        expect(await question.textContent('#question-text')).toContain('passes this picture on to another website');
        await question.close();
      }
      await page.close();
    } finally {
      await far.close();
    }
  });

  test('and can’t be reached: that is said, to be tried again', async () => {
    const url = sites.others.put('/torn.png', (response) => response.destroy());
    const { page, overlay } = await open('/torn', url);
    const said = await overlay.until('Try again', PATIENCE);
    expect(said).toContain("pictures.example can't be reached");
    await page.close();
  });
});
