import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawnPortrait } from '../../fixtures/drawn.ts';
import { BROWSERS, type ExtensionUnderTest, QUICK, startExtension } from '../driver/extension-under-test.ts';
import { overlayOf } from '../driver/overlay.ts';
import { type Site, serveSite } from '../driver/site.ts';
import { keepSettings } from '../options/settings.ts';

const PATIENCE = 120_000;

/**
 * The script of a page that is out for pixels: it follows every picture that comes into the page, has a class of its own
 * for elements of ours, looks into each shadow root that it gets hold of, and notes whatever it can read.
 */
const THIEF = `
  const internals = [];
  globalThis.thief = { stolen: [], looks: 0 };
  const take = (what) => thief.stolen.includes(what) || thief.stolen.push(what);
  const read = (drawable) => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 8, height: 8 });
    const context = canvas.getContext('2d');
    try {
      context.drawImage(drawable, 0, 0, 8, 8);
      if (context.getImageData(0, 0, 8, 8).data.some((value) => value > 0)) take(drawable.localName);
    } catch {}
  };
  const search = (root) => {
    for (const element of root.querySelectorAll('*')) {
      if (element.matches('img, canvas')) read(element);
      if (element.shadowRoot) search(element.shadowRoot);
      const values = [...element.attributes].map(({ value }) => value).join(' ');
      for (const [url] of values.matchAll(/blob:[^" )]+/g))
        fetch(url).then((answer) => answer.blob()).then(({ size }) => size > 0 && take('blob'), () => {});
    }
  };
  const look = () => {
    search(document);
    for (const { shadowRoot } of internals) if (shadowRoot) search(shadowRoot);
    thief.looks++;
  };
  customElements.define('matteo-overlay', class extends HTMLElement {
    constructor() {
      super();
      internals.push(this.attachInternals());
    }
  });
  setInterval(look, 30);
  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true });
`;

interface Thief {
  readonly thief: { readonly stolen: readonly string[]; readonly looks: number };
}

describe.each(BROWSERS)('a page that is out for pixels, in %s', { timeout: PATIENCE }, (browser) => {
  let extension: ExtensionUnderTest;
  let pages: Site;
  let pictures: Site;
  let inside: Site;
  let photo: Buffer;

  beforeAll(async () => {
    photo = await drawnPortrait(320);
    [pages, pictures, inside, extension] = await Promise.all([
      serveSite('pages.example'),
      serveSite('pictures.example'),
      serveSite('127.0.0.1'),
      startExtension({ browser, grantedHosts: ['http://*/*'], engine: QUICK }),
    ]);
  }, PATIENCE);

  afterAll(async () => {
    await extension?.close();
    await Promise.all([pages, pictures, inside].map((site) => site?.close()));
  });

  const serve = (site: Site, path: string, headers: Record<string, string> = {}) =>
    site.put(path, { body: photo, type: 'image/png', headers });
  const redirect = (site: Site, path: string, to: string) =>
    site.put(path, (response) => response.writeHead(302, { location: to }).end());
  let count = 0;

  /** Cuts a picture out in a thief's page, and answers what that has got hold of once the result shows. */
  async function stolenFrom(site: Site, url: string, body = `<img src="${url}" alt="" width="240" height="320">`) {
    const html = `<!doctype html><title>Thief</title><body>${body}<script>${THIEF}</script>`;
    const page = await extension.open(site.put(`/thief-${count++}`, { body: html, type: 'text/html' }));
    const overlay = await overlayOf(page);
    await page.mouse.move(120, 160);
    await extension.choose(page, 'remove-background', body.includes('<img') ? url : undefined);
    await overlay.until(/Copy · Save/, PATIENCE);
    const looks = () => page.evaluate(() => (globalThis as unknown as Thief).thief.looks);
    const before = await looks();
    await expect.poll(looks, { timeout: PATIENCE }).toBeGreaterThan(before + 2);
    const stolen = await page.evaluate(() => [...(globalThis as unknown as Thief).thief.stolen]);
    const src = await page.evaluate(() => document.images[0]?.currentSrc);
    const covered = (await overlay.tags()).includes('CANVAS');
    await page.close();
    return { stolen, src, covered };
  }

  test('gets a public picture’s cutout, which is a picture of the page (privacy 20)', async () => {
    const { stolen, src, covered } = await stolenFrom(pages, serve(pictures, '/public.png'));
    expect(src).toMatch(/^blob:/);
    expect(covered).toBe(false);
    expect(stolen).toContain('blob');
  });

  test('gets nothing of a picture whose host is private (privacy 19, 21)', async () => {
    const url = serve(inside, '/private.png');
    expect(await stolenFrom(pages, url)).toEqual({ stolen: [], src: url, covered: true });
  });

  test('gets nothing of a picture to which a public host redirects on a private one', async () => {
    const url = redirect(pictures, '/redirected.png', serve(inside, '/target.png'));
    expect(await stolenFrom(pages, url)).toEqual({ stolen: [], src: url, covered: true });
    const own = redirect(pages, '/own-redirected.png', serve(inside, '/target.png'));
    expect(await stolenFrom(pages, own)).toEqual({ stolen: [], src: own, covered: true });
  });

  test('gets nothing of a private picture in a background', async () => {
    const url = serve(inside, '/behind.png');
    const body = `<div style="position: fixed; inset: 0; background: url('${url}')"></div>`;
    expect((await stolenFrom(pages, url, body)).stolen).toEqual([]);
  });

  test('on a private host gets nothing of another port’s picture, and its own picture as always', async () => {
    const neighbour = await serveSite('127.0.0.1');
    const url = serve(neighbour, '/neighbour.png');
    expect(await stolenFrom(inside, url)).toEqual({ stolen: [], src: url, covered: true });
    await neighbour.close();
    expect((await stolenFrom(inside, serve(inside, '/own.png'))).src).toMatch(/^blob:/);
  });

  test('goes on showing what a private host shares with it', async () => {
    const url = serve(inside, '/shared.png', { 'access-control-allow-origin': pages.origin });
    const body = `<img src="${url}" crossorigin alt="" width="240" height="320">`;
    expect((await stolenFrom(pages, url, body)).src).toMatch(/^blob:/);
  });

  test('gets nothing that came with the person’s cookies, nor when it is asked for again (privacy 21)', async () => {
    const url = pictures.put('/cookies.png', (response) => {
      const known = response.req.headers.cookie?.includes('me=1');
      response.writeHead(known ? 200 : 403, { 'content-type': 'image/png', 'cache-control': 'max-age=3600' });
      response.end(known ? photo : '');
    });
    const signIn = pictures.put('/sign-in', {
      body: 'in',
      type: 'text/html',
      headers: { 'set-cookie': 'me=1; Path=/' },
    });
    await (await extension.open(signIn)).close();
    for (let time = 0; time < 2; time++)
      expect(await stolenFrom(pages, url)).toEqual({ stolen: [], src: url, covered: true });
  });

  test('that took the page script over gets pictures alone, and no page with the person’s cookies', async () => {
    const signIn = { body: 'in', type: 'text/html', headers: { 'set-cookie': 'me=1; Path=/' } };
    await (await extension.open(pictures.put('/sign-in', signIn))).close();
    const inbox = pictures.put('/inbox', (response) => {
      response.writeHead(response.req.headers.cookie?.includes('me=1') ? 200 : 401, { 'content-type': 'image/png' });
      response.end('<!doctype html><title>Inbox</title><p>Dear me');
    });
    const page = await extension.open(pages.put('/taken-over', { body: '<p>', type: 'text/html' }));
    const answers = async (url: string) => {
      await mkdir(join(extension.folder, 'test'), { recursive: true });
      // Firefox reads a script once.
      const script = `test/ask-${count++}.js`;
      const ask = `chrome.runtime.sendMessage({ kind: 'picture/fetch', url: '${url}' })`;
      const note = '({ ok, error }) => { document.title = [ok, error?.code].join(" "); }';
      await writeFile(join(extension.folder, script), `${ask}.then(${note});`);
      await (await extension.background()).evaluate(async (script) => {
        const [tab] = await chrome.tabs.query({ url: '*://*/taken-over' });
        await chrome.scripting.executeScript({ target: { tabId: tab.id as number }, files: [script] });
      }, script);
      await page.waitForFunction(() => document.title !== '');
      return page.evaluate(() => {
        const { title } = document;
        document.title = '';
        return title;
      });
    };
    expect(await answers(serve(pictures, '/asked.png'))).toMatch(/^true/);
    expect(await answers(inbox)).toBe('false not-an-image');
    await page.close();
  });

  test('gets nothing of any other host, where the person wants it so (privacy 20)', async () => {
    await keepSettings(extension, { sealOthers: true });
    const url = serve(pictures, '/sealed.png');
    expect(await stolenFrom(pages, url)).toEqual({ stolen: [], src: url, covered: true });
    expect((await stolenFrom(pages, serve(pages, '/mine.png'))).src).toMatch(/^blob:/);
    await keepSettings(extension, {});
  });
});
