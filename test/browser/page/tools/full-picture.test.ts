import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { drawnPortrait } from '../../../fixtures/drawn.ts';
import { BROWSERS, QUICK } from '../../driver/extension-under-test.ts';
import { overlayOf, type PageOverlay } from '../../driver/overlay.ts';
import type { Page } from '../../driver/page.ts';
import { page as html, type Site, serveSite } from '../../driver/site.ts';
import { backFromQuestion } from '../../permission/question.ts';
import { useTwoSites } from '../../permission/two-sites.ts';

const PATIENCE = 120_000;
const OFFER = 'Use the full picture';
const SMALL = { width: 180, height: 240 };
const FULL = { width: 480, height: 640 };

describe.each(BROWSERS)('the full picture behind a thumbnail in %s', { timeout: PATIENCE }, (browser) => {
  const sites = useTwoSites('pictures.example', { browser, grantedHosts: ['<all_urls>'], engine: QUICK });
  let count = 0;

  beforeAll(async () => {
    const [small, full] = await Promise.all([drawnPortrait(SMALL.height), drawnPortrait(FULL.height)]);
    for (const site of [sites.pages, sites.others]) {
      site.put('/small.png', { body: small, type: 'image/png' });
      site.put('/full.png', { body: full, type: 'image/png' });
    }
    const cropped = await sharp(full).extract({ left: 0, top: 0, width: 480, height: 600 }).png().toBuffer();
    sites.pages.put('/other.png', { body: cropped, type: 'image/png' });
    sites.pages.put('/page.png', { body: '<!doctype html><title>About</title><p>A page.', type: 'text/html' });
    // The browser asks nobody in a test: pictures.example is allowed once it was asked for.
    await (await sites.extension.background()).evaluate(() => {
      let allowed = false;
      const permissions = {
        contains: async ({ origins = [] }: { origins?: string[] }) =>
          allowed || !origins.some((origin) => origin.includes('pictures.example')),
        request: async () => {
          allowed = true;
          return true;
        },
      };
      for (const api of [globalThis.chrome, (globalThis as { browser?: typeof chrome }).browser])
        if (api) Object.assign(api.permissions, permissions);
    });
  }, PATIENCE);

  const cutOut = async (body: string, picture = `${sites.pages.origin}/small.png`) => {
    const page = await sites.extension.open(sites.pages.put(`/thumbnail-${count++}`, html(body)));
    const overlay = await overlayOf(page);
    await sites.extension.choose(page, 'remove-background', picture);
    const said = await overlay.until('Undo', PATIENCE);
    return { page, overlay, said };
  };
  const allowOthers = async () =>
    (await sites.extension.background()).evaluate(() => chrome.permissions.request({ origins: [] }));
  /** A picture that comes when it is let go; `came`: it was asked for. */
  const heldBack = (site: Site, path: string) => {
    let [letGo, asked] = [() => {}, () => {}];
    const wait = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const came = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const url = site.put(path, (response) => {
      asked();
      void Promise.all([drawnPortrait(FULL.height), wait]).then(([full]) =>
        response.writeHead(200, { 'content-type': 'image/png' }).end(full),
      );
    });
    return { url, came, letGo };
  };
  /** Opens the editor on what the page shows. */
  const edit = async (page: Page, overlay: PageOverlay) => {
    await overlay.press('Open in the editor');
    const editor = await sites.extension.opened('editor/editor.html');
    await editor.waitForSelector('[data-state=editing]', { timeout: PATIENCE });
    await editor.click('#tab-save');
    await editor.waitForSelector('#put-back:not([hidden])');
    await page.bringToFront();
    return {
      async putBack() {
        await editor.bringToFront();
        await editor.click('#put-back');
        const said = () => document.querySelector('#said')?.textContent === 'The edited picture is in the page.';
        await editor.waitForFunction(said);
        await editor.close();
        await page.bringToFront();
      },
    };
  };
  const image = (attributes = '') => `<img src="/small.png" ${attributes} alt="" style="width:600px">`;
  const shown = (page: Page) =>
    page.evaluate(async () => {
      const [image] = document.images;
      const { width, height } = await createImageBitmap(await (await fetch(image.currentSrc)).blob());
      return { own: [width, height], laidOut: [image.naturalWidth, image.naturalHeight] };
    });

  test('is offered by the link around it, shown in its place, and saved at its own size', async () => {
    const { page, overlay, said } = await cutOut(`<a href="/full.png">${image()}</a>`);
    expect(said).toContain(OFFER);
    await overlay.press(OFFER);
    await overlay.until('Full picture: 480 × 640.', PATIENCE);
    expect(await overlay.text()).not.toContain(OFFER);
    expect(await shown(page)).toEqual({ own: [480, 640], laidOut: [180, 240] });
    await overlay.press('Save cutout');
    await overlay.until('Saved.');
    const saved = sharp(await sites.extension.downloaded('small-cutout.png'));
    expect(await saved.metadata()).toMatchObject({ ...FULL, hasAlpha: true });
    await overlay.press('Undo');
    await expect.poll(() => page.evaluate(() => document.images[0].currentSrc)).toMatch(/small\.png$/);
    await page.close();
  });

  test('is asked for where its host is not allowed yet, and comes by itself after the yes', async () => {
    const other = `${sites.others.origin}/full.png`;
    const { page, overlay } = await cutOut(image(`srcset="/small.png 180w, ${other} 480w" sizes="100px"`));
    await overlay.press(`${OFFER} (480 × 640)`);
    await overlay.until('Allow pictures.example');
    await backFromQuestion(sites.extension, page);
    await overlay.press('Allow pictures.example');
    await overlay.until('Full picture: 480 × 640.', PATIENCE);
    expect((await shown(page)).own).toEqual([480, 640]);
    await page.close();
  });

  test('of a private host is shown where the page can’t read it', async () => {
    const router = await serveSite('127.0.0.1');
    try {
      const full = router.put('/full.png', { body: await drawnPortrait(FULL.height), type: 'image/png' });
      const { page, overlay } = await cutOut(`<a href="${full}">${image()}</a>`);
      expect(await page.evaluate(() => document.images[0].currentSrc)).toMatch(/^blob:/);
      await overlay.press(OFFER);
      await overlay.until('Full picture: 480 × 640.', PATIENCE);
      expect((await overlay.tags()).map((tag) => tag.toLowerCase())).toContain('canvas');
      expect(await page.evaluate(() => document.images[0].currentSrc)).toMatch(/small\.png$/);
      await page.close();
    } finally {
      await router.close();
    }
  });

  test('of a private host is not offered by a page of the internet', async () => {
    const [outside, router] = await Promise.all([serveSite('pages.example'), serveSite('127.0.0.1')]);
    try {
      const small = outside.put('/small.png', { body: await drawnPortrait(SMALL.height), type: 'image/png' });
      const link = (url: string) => html(`<a href="${url}">${image()}</a>`);
      for (const [url, offers] of [
        [`${router.origin}/reboot.png`, false],
        [`${sites.others.origin}/full.png`, true],
      ] as const) {
        const page = await sites.extension.open(outside.put(`/thumbnail-${count++}`, link(url)));
        const overlay = await overlayOf(page);
        await sites.extension.choose(page, 'remove-background', small);
        expect((await overlay.until('Undo', PATIENCE)).includes(OFFER)).toBe(offers);
        await page.close();
      }
    } finally {
      await Promise.all([outside.close(), router.close()]);
    }
  });

  test('of another host is asked for without the person’s cookies', async () => {
    await allowOthers();
    const signIn = { body: 'in', type: 'text/html', headers: { 'set-cookie': 'me=1; Path=/' } };
    await (await sites.extension.open(sites.others.put('/sign-in', signIn))).close();
    const came: (string | undefined)[] = [];
    const members = sites.others.put('/members.png', (response) => {
      came.push(response.req.headers.cookie);
      response.writeHead(403).end();
    });
    const { page, overlay } = await cutOut(`<a href="${members}">${image()}</a>`);
    await overlay.press(OFFER);
    await overlay.until('refuses to hand out', PATIENCE);
    expect(came.length).toBeGreaterThan(0);
    expect(came.filter((cookie) => cookie !== undefined)).toEqual([]);
    await page.close();
  });

  test('is cancelled at once, however long its host takes', async () => {
    await allowOthers();
    const { url, came, letGo } = heldBack(sites.others, '/slow.png');
    const { page, overlay } = await cutOut(`<a href="${url}">${image()}</a>`);
    await overlay.press(OFFER);
    await came;
    await overlay.press('Cancel');
    expect(await overlay.until('Undo')).toContain(OFFER);
    letGo();
    await page.close();
  });

  test('never takes the place of what was edited meanwhile', async () => {
    const { url, came, letGo } = heldBack(sites.pages, '/late.png');
    const { page, overlay } = await cutOut(`<a href="${url}">${image()}</a>`);
    const { putBack } = await edit(page, overlay);
    await overlay.press(OFFER);
    await came;
    await putBack();
    await overlay.until('The edited picture is in the page.');
    letGo();
    await overlay.until(/^(?!.*(Cancel|The edited)).*Undo/s, PATIENCE);
    expect((await shown(page)).own).toEqual([180, 240]);
    await page.close();
  });

  test('lets nothing of a secret picture into the page, though that was edited before', async () => {
    const router = await serveSite('127.0.0.1');
    try {
      const secret = router.put('/small.png', { body: await drawnPortrait(SMALL.height), type: 'image/png' });
      const body = `<a href="/full.png"><img src="${secret}" alt="" style="width:600px"></a>`;
      const { page, overlay } = await cutOut(body, secret);
      const { putBack } = await edit(page, overlay);
      await overlay.press(OFFER);
      await overlay.until('Full picture: 480 × 640.', PATIENCE);
      await putBack();
      await overlay.until('The edited picture is in the page.', PATIENCE);
      expect(await page.evaluate(() => document.images[0].currentSrc)).toBe(secret);
      expect((await overlay.tags()).map((tag) => tag.toLowerCase())).toContain('canvas');
      await page.close();
    } finally {
      await router.close();
    }
  });

  test('is found in what galleries write, with its size', async () => {
    const { page, said } = await cutOut(image('data-orig-file="/full.png" data-orig-size="480,640"'));
    expect(said).toContain(`${OFFER} (480 × 640)`);
    await page.close();
  });

  test('that is a page, another picture or gone is told in a sentence, and the cutout stays', async () => {
    const links = [
      ['/page.png', 'does not lead to a picture'],
      ['/other.png', 'leads to a different picture'],
      ['/gone.png', 'could not be found|no longer|404'],
    ];
    for (const [link, sentence] of links) {
      const { page, overlay } = await cutOut(`<a href="${link}">${image()}</a>`);
      const before = await shown(page);
      await overlay.press(OFFER);
      await overlay.until(new RegExp(sentence), PATIENCE);
      expect(await shown(page)).toEqual(before);
      await overlay.press('Close');
      await overlay.until('Undo');
      await page.close();
    }
  });

  test('is not offered where the page names none, or nothing that may be fetched', async () => {
    const bodies = [
      image(),
      `<a href="/about">${image()}</a>`,
      `<a href="javascript:alert('a.png')">${image('data-full="file:///etc/a.png"')}</a>`,
      image('srcset="/small.png 180w, /full.png 190w" sizes="100px"'),
    ];
    for (const body of bodies) {
      const { page, said } = await cutOut(body);
      expect(said).not.toContain(OFFER);
      await page.close();
    }
  });
});
