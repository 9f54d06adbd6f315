import { describe, expect, test } from 'vitest';
import { drawnPortrait } from '../../fixtures/drawn.ts';
import { BROWSERS, QUICK } from '../driver/extension-under-test.ts';
import { overlayOf } from '../driver/overlay.ts';
import { page as html } from '../driver/site.ts';
import { useTwoSites } from '../permission/two-sites.ts';

const PATIENCE = 120_000;

describe.each(BROWSERS)('the rule that sets a referer, in %s', { timeout: PATIENCE }, (browser) => {
  const sites = useTwoSites('pictures.example', { browser, grantedHosts: ['http://*/*'], engine: QUICK });

  const rules = async () =>
    (await sites.extension.background()).evaluate(
      async () => (await chrome.declarativeNetRequest.getSessionRules()).length,
    );

  /** A picture's host that notes the referers of requests that no element made. */
  function watched(path: string, answer: (referer: string | undefined) => Buffer | undefined) {
    const seen: (string | undefined)[] = [];
    const url = sites.others.put(path, (response) => {
      const { referer, accept } = response.req.headers;
      if (!accept?.startsWith('image/')) seen.push(referer);
      const body = answer(referer);
      response.writeHead(body ? 200 : 403, { 'content-type': body ? 'image/png' : 'text/plain' }).end(body);
    });
    return { url, seen };
  }

  test('comes after a refusal, names the page’s origin, and is gone afterwards', async () => {
    const photo = await drawnPortrait(320);
    const { url, seen } = watched('/checked.png', (referer) =>
      referer === `${sites.pages.origin}/` ? photo : undefined,
    );
    const page = await sites.extension.open(sites.pages.put('/checked?a=secret', html(`<img src="${url}">`)));
    const overlay = await overlayOf(page);
    await sites.extension.choose(page, 'remove-background', url);
    await overlay.until('Undo', PATIENCE);
    // The background's without and with the header; no cookies were needed, and the page's script did not ask.
    expect(seen).toEqual([undefined, `${sites.pages.origin}/`]);
    expect(await page.evaluate(() => document.images[0].currentSrc)).toMatch(/^blob:/);
    expect(await rules()).toBe(0);
    await page.close();
  });

  test('is gone after a failure, too', async () => {
    const { url, seen } = watched('/never.png', () => undefined);
    const page = await sites.extension.open(
      sites.pages.put('/never', html(`<img src="${url}" width="300" height="300" alt="">`)),
    );
    const overlay = await overlayOf(page);
    await sites.extension.choose(page, 'remove-background', url);
    expect(await overlay.until('Close')).toMatch(/pictures\.example refuses to hand out this picture \(status 403\)/);
    expect(seen).toContain(`${sites.pages.origin}/`);
    expect(await rules()).toBe(0);
    await page.close();
  });

  test('that an earlier background left behind is removed by the next', async () => {
    const { url } = watched('/later.png', () => undefined);
    const page = await sites.extension.open(
      sites.pages.put('/later', html(`<img src="${url}" width="300" height="300" alt="">`)),
    );
    const overlay = await overlayOf(page);
    await sites.extension.choose(page, 'remove-background', url);
    await overlay.until('Try again');
    await (await sites.extension.background()).evaluate(async () => {
      const action = {
        type: 'modifyHeaders',
        requestHeaders: [{ header: 'referer', operation: 'set', value: 'http://left/' }],
      };
      const condition = { urlFilter: '|http://127.0.0.1/', resourceTypes: ['xmlhttprequest'] };
      await chrome.declarativeNetRequest.updateSessionRules({ addRules: [{ id: 7, action, condition }] as never });
    });
    expect(await rules()).toBe(1);
    await sites.extension.stopBackground();
    // The page's next question starts it.
    await overlay.press('Try again');
    await expect.poll(rules, { timeout: PATIENCE }).toBe(0);
    await page.close();
  });
});
