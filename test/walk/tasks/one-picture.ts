import sharp from 'sharp';
import { POINTED_PICTURE } from '../../../extension/contracts/messages.ts';
import type { PageOverlay } from '../../browser/driver/overlay.ts';
import type { Page } from '../../browser/driver/page.ts';
import { page as html } from '../../browser/driver/site.ts';
import { until } from '../../browser/driver/until.ts';
import type { Task, Walk } from '../task.ts';

const PATIENCE = 60_000;

let count = 0;
/** A page with the picture, each time at an address of its own. */
async function open({ extension, site, files }: Walk, file: keyof Walk['files'] = 'person') {
  const name = `${file}-${++count}`;
  const url = site.put(`/${name}.jpg`, { body: files[file], type: 'image/jpeg' });
  const body = `<h1>A day at the sea</h1><p><img src="${url}" alt="" height="420"></p><p>${'Some words. '.repeat(40)}</p>`;
  return { page: await extension.open(site.put(`/${name}`, html(body))), url, name };
}

const isReplaced = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.images[0].currentSrc.startsWith('blob:') && document.images[0].complete);
const untilReplaced = (page: Page, wanted = true): Promise<unknown> =>
  until(
    async () => (await isReplaced(page)) === wanted,
    PATIENCE,
    () => `The picture is ${wanted ? 'still' : 'not'} the page's own.`,
  );

/** A cutout in a page, which a task begins with; what led to it is not counted. */
async function cutOut(
  walk: Walk,
  file?: keyof Walk['files'],
): Promise<{ page: Page; overlay: PageOverlay; name: string }> {
  const { page, url, name } = await open(walk, file);
  const overlay = await walk.hand.menu(page, 'remove-background', url);
  await overlay.until('Undo', PATIENCE);
  await untilReplaced(page);
  walk.hand.effort();
  return { page, overlay, name };
}

/** A task that begins with a cutout in a page. */
const withCutout = (
  name: string,
  act: (walk: Walk, page: Page, overlay: PageOverlay, file: string) => Promise<unknown>,
  file?: keyof Walk['files'],
): Task => ({
  name,
  async act(walk) {
    const cutout = await cutOut(walk, file);
    await act(walk, cutout.page, cutout.overlay, cutout.name);
    return cutout.page;
  },
});

/** A task that presses buttons of the toolbar one after the other, and ends when it says something. */
const withButtons = (
  name: string,
  labels: readonly string[],
  says: string | RegExp,
  file?: keyof Walk['files'],
): Task =>
  withCutout(
    name,
    async ({ hand }, _, overlay) => {
      for (const label of labels) await hand.press(overlay, label);
      await overlay.until(says, PATIENCE);
    },
    file,
  );

/** The alpha of a point in the corner; null while the page changes pictures, and its old one can't be read any more. */
const alphaOfCorner = (page: Page): Promise<number | null> =>
  page.evaluate(async () => {
    const picture = await fetch(document.images[0].currentSrc)
      .then((answer) => answer.blob())
      .then(createImageBitmap)
      .catch(() => null);
    if (!picture) return null;
    const context = new OffscreenCanvas(picture.width, picture.height).getContext('2d')!;
    context.drawImage(picture, 0, 0);
    return context.getImageData(2, 2, 1, 1).data[3];
  });
const untilOpaque = (page: Page): Promise<unknown> =>
  until(
    async () => (await alphaOfCorner(page)) === 255,
    PATIENCE,
    () => 'The corner is still transparent.',
  );

/** What is done to one picture in its page. */
export const ONE_PICTURE: readonly Task[] = [
  {
    name: 'Remove the background of a picture',
    async act(walk) {
      const { page, url } = await open(walk);
      const overlay = await walk.hand.menu(page, 'remove-background', url);
      await overlay.until('Undo', PATIENCE);
      await untilReplaced(page);
      return page;
    },
  },
  {
    name: 'The same by keyboard',
    async act(walk) {
      const { page } = await open(walk);
      const overlay = await walk.hand.shortcut(page, POINTED_PICTURE);
      await overlay.until('Undo', PATIENCE);
      await untilReplaced(page);
      return page;
    },
  },
  withCutout('Compare with the original', async ({ hand }, page, overlay) => {
    await hand.drag(async () => {
      const { x, y } = await overlay.at('Compare');
      await page.mouse.move(x, y);
      await page.mouse.down();
      await untilReplaced(page, false);
      await page.mouse.up();
    });
    await untilReplaced(page);
  }),
  withCutout('Restore the original picture', async ({ hand }, page, overlay) => {
    await hand.press(overlay, 'Undo');
    await untilReplaced(page, false);
  }),
  withCutout('Save the cutout', async ({ hand, extension }, _, overlay, file) => {
    await hand.press(overlay, 'Save cutout');
    await overlay.until('Saved.', PATIENCE);
    const { hasAlpha } = await sharp(await extension.downloaded(`${file}-cutout.png`)).metadata();
    if (!hasAlpha) throw new Error('The file has no transparency.');
  }),
  withButtons('Save the mask', ['Save mask'], 'Saved.'),
  withButtons('Copy the cutout', ['Copy'], 'Copied.'),
  withButtons('Copy it as a sticker', ['Copy as a sticker'], 'Copied.'),
  withCutout('Put a white background behind it', async ({ hand }, page, overlay) => {
    await hand.press(overlay, 'Background');
    await hand.press(overlay, 'White');
    await untilOpaque(page);
  }),
  withCutout('Blur the background', async ({ hand }, page, overlay) => {
    await hand.press(overlay, 'Background');
    await hand.press(overlay, 'Blurred original');
    await untilOpaque(page);
  }),
  withCutout(
    'Keep one person of two',
    async ({ hand }, page, overlay) => {
      const before = await page.evaluate(() => document.images[0].currentSrc);
      await hand.press(overlay, 'Show one person alone');
      await overlay.until('Everybody', PATIENCE);
      await hand.press(overlay, 'Person 2 from the left');
      await page.waitForFunction((before) => document.images[0].currentSrc !== before, before, { timeout: PATIENCE });
    },
    'two',
  ),
  withCutout('Show the head only', async ({ hand }, page, overlay) => {
    const before = await page.evaluate(() => document.images[0].currentSrc);
    await hand.press(overlay, 'Head only');
    await page.waitForFunction(
      (before) => document.images[0].currentSrc !== before && document.images[0].currentSrc.startsWith('blob:'),
      before,
      { timeout: PATIENCE },
    );
  }),
  {
    name: 'Use the full picture behind a thumbnail',
    async act(walk) {
      const { extension, hand, site, files } = walk;
      const thumbnail = await sharp(files.person).resize({ width: 200 }).jpeg().toBuffer();
      const url = site.put('/thumbnail.jpg', { body: thumbnail, type: 'image/jpeg' });
      const full = site.put('/full.jpg', { body: files.person, type: 'image/jpeg' });
      const image = `<a href="${full}"><img src="${url}" alt="" height="420"></a>`;
      const page = await extension.open(site.put('/thumbnail', html(image)));
      const overlay = await hand.menu(page, 'remove-background', url);
      await overlay.until('Use the full picture', PATIENCE);
      hand.effort();
      await hand.press(overlay, 'Use the full picture');
      await overlay.until('Full picture:', PATIENCE);
      return page;
    },
  },
];
