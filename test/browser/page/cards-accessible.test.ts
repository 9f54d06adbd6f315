import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ALL_PICTURES } from '../../../extension/contracts/messages.ts';
import type { ChromiumExtension } from '../chromium/chromium-extension.ts';
import { QUICK, startExtension } from '../driver/extension-under-test.ts';
import { overlayOf } from '../driver/overlay.ts';
import { page as html, type Site, serveSite } from '../driver/site.ts';
import { expectAccessible } from '../support/axe.ts';
import { personPhoto } from '../support/photo.ts';

const PATIENCE = 120_000;

describe('the cards over a page', { timeout: PATIENCE }, () => {
  let extension: ChromiumExtension;
  let site: Site;
  let photo: string;

  beforeAll(async () => {
    site = await serveSite('localhost');
    photo = site.put('/me.jpg', { body: await personPhoto(), type: 'image/jpeg' });
    extension = await startExtension({ grantedHosts: ['http://localhost/*'], engine: QUICK });
  }, PATIENCE);

  afterAll(async () => {
    await extension?.close();
    await site.close();
  });

  /** Copies what the closed root holds into a page of its own, where axe can get at it. */
  async function expectCardsAccessible(page: Page): Promise<void> {
    const cdp = await page.context().newCDPSession(page);
    const { root } = await cdp.send('DOM.getDocument', { depth: -1, pierce: true });
    const find = (node: typeof root): typeof root | undefined =>
      node.nodeName === 'MATTEO-OVERLAY' ? node : (node.children ?? []).map(find).find((found) => found);
    const [shadow] = find(root)?.shadowRoots ?? [];
    const [sheet] = shadow?.children ?? [];
    if (!sheet) throw new Error('No card shows.');
    const { outerHTML } = await cdp.send('DOM.getOuterHTML', { nodeId: sheet.nodeId });
    const css = await readFile(new URL('../../../extension/page/overlay/style.css', import.meta.url), 'utf8');
    const copy = await page.context().newPage();
    try {
      await copy.goto(site.put('/copy', html(`<main>${outerHTML}</main><style>${css}</style>`)));
      // The page's language is the page's business; the cards say theirs.
      await expectAccessible(copy, { rules: { 'html-has-lang': { enabled: false } } });
    } finally {
      await copy.close();
    }
  }

  test('are accessible: the toolbar and its backgrounds', async () => {
    const page = await extension.open(site.put('/tools', html(`<img src="${photo}" alt="">`)));
    const overlay = await overlayOf(page);
    await extension.choose(page, 'remove-background', photo);
    await overlay.until('Cancel');
    await expectCardsAccessible(page);
    await overlay.until('Undo', PATIENCE);
    await overlay.press('Background');
    await expectCardsAccessible(page);
    await page.close();
  });

  test('are accessible: the summary of all pictures, and a sentence', async () => {
    const broken = `<img src="${site.origin}/broken.jpg" alt="" width="200" height="200">`;
    const page = await extension.open(site.put('/all', html(`<img src="${photo}" alt="">${broken}`)));
    const overlay = await overlayOf(page);
    await extension.choose(page, ALL_PICTURES as never, '');
    await overlay.until('Pictures checked', PATIENCE);
    await overlay.press('Which pictures?');
    await expectCardsAccessible(page);
    expect(await overlay.text()).toContain('Undo all');
    await page.close();

    const gone = await extension.open(
      site.put('/gone', html(`<img src="${site.origin}/gone.jpg" width="200" height="200">`)),
    );
    const said = await overlayOf(gone);
    await extension.choose(gone, 'remove-background', `${site.origin}/gone.jpg`);
    await said.until('Close', PATIENCE);
    await expectCardsAccessible(gone);
    await gone.close();
  });

  test('are accessible: the question for another host', async () => {
    const other = await serveSite('127.0.0.1');
    try {
      const theirs = other.put('/theirs.jpg', { body: await personPhoto(), type: 'image/jpeg' });
      const page = await extension.open(site.put('/asks', html(`<img src="${theirs}" alt="">`)));
      const overlay = await overlayOf(page);
      await extension.choose(page, 'remove-background', theirs);
      await overlay.until('Allow everywhere', PATIENCE);
      await expectCardsAccessible(page);
      await page.close();
    } finally {
      await other.close();
    }
  });
});
