import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import type { Picture } from '../../shared/image/picture.ts';
import { Overdue, withinTime } from '../../shared/inference/time-limit.ts';
import type { ChromiumExtension } from '../../test/browser/chromium/chromium-extension.ts';
import { startExtension } from '../../test/browser/driver/extension-under-test.ts';
import { overlayOf, type PageOverlay } from '../../test/browser/driver/overlay.ts';
import { type Site, serveSite } from '../../test/browser/driver/site.ts';
import { shoot } from '../../test/fixtures/people/render.ts';
import { type Ground, type Kind, sceneOf } from '../../test/fixtures/people/scene.ts';
import { onScreen, shot } from './screen.ts';

/** What the stores ask for. */
const SIZE = { width: 1280, height: 800 };
const STEP_MS = 60_000;

/** Who is in the list of several pictures, and where. */
const PEOPLE: readonly (readonly [string, Ground, Kind])[] = [
  ['anna at the harbour', 'street', 'defocus'],
  ['team photo, jo', 'wall', 'noise'],
  ['passport', 'studio', 'spill'],
  ['in the garden', 'leaves', 'strands'],
];

/** What was made, by its name without the ending: JPEGs of 1280 × 800, of the product at work. */
export async function storePictures(portrait: Uint8Array): Promise<Record<string, Buffer>> {
  const site = await serveSite('localhost');
  const extension = await startExtension({ grantedHosts: ['http://localhost/*'], colorScheme: 'light' });
  try {
    const pictures: Record<string, Buffer> = {};
    const keep = async (name: string, page: Page) => {
      pictures[name] = await sharp(await shot(page))
        .jpeg({ quality: 90, chromaSubsampling: '4:4:4' })
        .toBuffer();
    };
    const [page, overlay] = await step('the article', openArticle(extension, site, portrait));
    await step('the cutout in the page', cutOutInPage(extension, page, overlay));
    await keep('1-in-page', page);
    await step('another background', chooseBackground(page, overlay));
    await keep('2-background', page);
    await keep('3-editor', await step('the editor', openEditor(extension, overlay)));
    await keep('4-several-pictures', await step('several pictures', openBatch(extension)));
    await keep('5-options', await step('the options', openOptions(extension)));
    return pictures;
  } finally {
    await extension.close();
    await site.close();
  }
}

/** @throws Error that names the step, when it fails or does not end in time. */
async function step<Result>(name: string, work: Promise<Result>): Promise<Result> {
  try {
    return await withinTime(work, STEP_MS);
  } catch (cause) {
    const why = cause instanceof Overdue || cause instanceof Error ? cause.message : String(cause);
    throw new Error(`The stores’ pictures stopped at “${name}”: ${why}`, { cause });
  }
}

async function openArticle(
  extension: ChromiumExtension,
  site: Site,
  portrait: Uint8Array,
): Promise<readonly [Page, PageOverlay]> {
  site.put('/lamplighter.jpg', { body: portrait, type: 'image/png' });
  const article = await readFile(new URL('article.html', import.meta.url));
  const page = await extension.open(site.put('/article', { body: article, type: 'text/html' }));
  await onScreen(page, SIZE.width, SIZE.height, 1);
  return [page, await overlayOf(page)];
}

async function cutOutInPage(extension: ChromiumExtension, page: Page, overlay: PageOverlay): Promise<void> {
  const picture = await page.evaluate(() => document.images[0].src);
  await extension.choose(page, 'remove-background', picture);
  await overlay.until('Undo', STEP_MS);
  await aside(page);
}

async function chooseBackground(page: Page, overlay: PageOverlay): Promise<void> {
  const before = await page.evaluate(() => document.images[0].currentSrc);
  await overlay.press('Background');
  await overlay.press('Blue');
  await page.waitForFunction((src) => document.images[0].currentSrc !== src, before);
  await aside(page);
}

async function openEditor(extension: ChromiumExtension, overlay: PageOverlay): Promise<Page> {
  await overlay.press('Open in the editor');
  const page = await extension.opened('editor/editor.html');
  await onScreen(page, SIZE.width, SIZE.height, 1);
  await page.waitForSelector('[data-state=editing]');
  await page.click('#tab-sticker');
  await page.check('#outlined');
  await page.check('#shaded');
  await page.waitForTimeout(1000);
  return page;
}

async function openBatch(extension: ChromiumExtension): Promise<Page> {
  const page = await extension.open(extension.extensionPage('batch/batch.html'));
  await onScreen(page, SIZE.width, SIZE.height, 1);
  const files = await Promise.all(PEOPLE.map(([name, ground, kind], i) => drawn(`${name}.jpg`, ground, kind, i)));
  await page.setInputFiles('#chooser', files);
  await page.waitForFunction((all) => document.querySelectorAll('#list > li.done').length === all, PEOPLE.length);
  await page.waitForTimeout(500);
  return page;
}

async function drawn(name: string, ground: Ground, kind: Kind, index: number) {
  const { picture } = await shoot({ ...sceneOf(7, index, 0.6), ground, kind });
  return { name, mimeType: 'image/jpeg', buffer: await jpeg(picture) };
}

const jpeg = ({ width, height, data }: Picture): Promise<Buffer> =>
  sharp(data, { raw: { width, height, channels: 4 } })
    .removeAlpha()
    .jpeg({ quality: 90 })
    .toBuffer();

async function openOptions(extension: ChromiumExtension): Promise<Page> {
  const page = await extension.open(extension.extensionPage('options/options.html'));
  await onScreen(page, SIZE.width, SIZE.height, 1);
  await page.locator('#engine', { hasText: 'Runs on' }).waitFor();
  return page;
}

/** Whoever clicks elsewhere no longer has the keyboard’s focus ring on the card. */
async function aside(page: Page): Promise<void> {
  await page.mouse.click(SIZE.width - 30, SIZE.height - 30);
  await page.waitForTimeout(1000);
}
