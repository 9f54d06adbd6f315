import { afterAll, beforeAll } from 'vitest';
import { drawnPortrait } from '../../../fixtures/drawn.ts';
import { type BrowserName, type ExtensionUnderTest, QUICK, startExtension } from '../../driver/extension-under-test.ts';
import { overlayOf, type PageOverlay } from '../../driver/overlay.ts';
import type { Page } from '../../driver/page.ts';
import { page as html, type Site, serveSite } from '../../driver/site.ts';

const PATIENCE = 120_000;

/** An extension, and a site with a drawn portrait that its pages show. */
export interface OnePicture {
  readonly extension: ExtensionUnderTest;
  readonly site: Site;
  /** The portrait’s address. */
  readonly photo: string;
  /** A page with this body. */
  open(body: string): Promise<{ page: Page; overlay: PageOverlay }>;
  /** A page with this body, in which the portrait is cut out. */
  cutOut(body: string): Promise<{ page: Page; overlay: PageOverlay }>;
}

/** Starts both before the tests of a describe, and closes them after. */
export function useOnePicture(browser: BrowserName): OnePicture {
  let count = 0;
  const started: { -readonly [Part in keyof OnePicture]?: OnePicture[Part] } = {};
  const use = started as OnePicture;
  beforeAll(async () => {
    started.site = await serveSite('localhost');
    started.photo = started.site.put('/me.png', { body: await drawnPortrait(320), type: 'image/png' });
    started.extension = await startExtension({ browser, grantedHosts: ['http://localhost/*'], engine: QUICK });
  }, PATIENCE);
  afterAll(async () => {
    await started.extension?.close();
    await started.site?.close();
  });
  started.open = async (body) => {
    const page = await use.extension.open(use.site.put(`/page-${count++}`, html(body)));
    return { page, overlay: await overlayOf(page) };
  };
  started.cutOut = async (body) => {
    const opened = await use.open(body);
    await use.extension.choose(opened.page, 'remove-background', use.photo);
    await opened.overlay.until('Undo', PATIENCE);
    return opened;
  };
  return use;
}
