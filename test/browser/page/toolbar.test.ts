import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { POINTED_PICTURE } from '../../../extension/contracts/messages.ts';
import { silhouette } from '../../fixtures/files/photo.ts';
import { BROWSERS, type ExtensionUnderTest, startExtension } from '../driver/extension-under-test.ts';
import { overlayOf, type PageOverlay } from '../driver/overlay.ts';
import type { Page } from '../driver/page.ts';
import { page as html, type Site, serveSite } from '../driver/site.ts';
import { PHOTO, personPhoto } from '../support/photo.ts';
import { command } from './command.ts';

const PATIENCE = 120_000;

const pixelsShown = async () => {
  const image = document.querySelector('img') as HTMLImageElement;
  const picture = await createImageBitmap(await (await fetch(image.currentSrc)).blob());
  const context = new OffscreenCanvas(picture.width, picture.height).getContext('2d')!;
  context.drawImage(picture, 0, 0);
  const at = (x: number, y: number) => [...context.getImageData(x, y, 1, 1).data];
  return {
    width: picture.width,
    corner: at(3, 3),
    middle: at(227, 224),
    low: at(picture.width / 2, picture.height - 9),
  };
};

describe.each(BROWSERS)('the toolbar in %s', { timeout: PATIENCE }, (browser) => {
  let extension: ExtensionUnderTest;
  let site: Site;
  let photo: string;

  beforeAll(async () => {
    site = await serveSite('localhost');
    photo = site.put('/me.jpg', { body: await personPhoto(), type: 'image/jpeg' });
    extension = await startExtension({ browser, grantedHosts: ['http://localhost/*'] });
  }, PATIENCE);

  afterAll(async () => {
    await extension?.close();
    await site.close();
  });

  const cutOut = async (path: string, body: string): Promise<{ page: Page; overlay: PageOverlay }> => {
    const page = await extension.open(site.put(path, html(body)));
    const overlay = await overlayOf(page);
    await extension.choose(page, 'remove-background', photo);
    await overlay.until('Undo', PATIENCE);
    return { page, overlay };
  };

  test('a background is shown and saved in place of transparency', async () => {
    const { page, overlay } = await cutOut('/backgrounds', `<img src="${photo}" alt="">`);
    const before = await page.evaluate(pixelsShown);
    expect(before.corner[3]).toBe(0);

    await overlay.press('Background');
    await overlay.press('Blue');
    await expect.poll(async () => (await page.evaluate(pixelsShown)).corner).toEqual([0x2f, 0x6f, 0xd0, 255]);
    const blue = await page.evaluate(pixelsShown);
    expect(blue.width).toBe(PHOTO.width);
    expect(blue.middle).toEqual(before.middle);
    await overlay.press('Save cutout');
    await overlay.until('Saved.');
    const { data, info } = await sharp(await extension.downloaded('me-cutout.png'))
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect(info).toMatchObject({ ...PHOTO });
    expect([...data.subarray(0, 3)]).toEqual([0x2f, 0x6f, 0xd0]);

    await overlay.press('Blurred original');
    const corner = () => page.evaluate(pixelsShown).then((shown) => shown.corner);
    await expect.poll(async () => (await corner())[2]).not.toBe(0xd0);
    expect((await corner())[3]).toBe(255);
    await overlay.press('No background');
    await expect.poll(async () => (await corner())[3]).toBe(0);
    await page.close();
  });

  test('a background that is chosen before there is a cutout lies under it, saved or shown later', async () => {
    const url = site.put('/later.jpg', { body: await personPhoto(), type: 'image/jpeg' });
    const page = await extension.open(site.put('/later', html(`<img src="${url}" alt="">`)));
    const overlay = await overlayOf(page);
    await extension.choose(page, 'save-matte', url);
    await overlay.until('Saved.', PATIENCE);
    await overlay.press('Background');
    await overlay.press('Blue');
    await overlay.press('Save cutout');
    await overlay.until(/Saved\./, PATIENCE);
    const saved = await sharp(await extension.downloaded('later-cutout.png'))
      .raw()
      .toBuffer();
    expect([...saved.subarray(0, 3)]).toEqual([0x2f, 0x6f, 0xd0]);
    await extension.choose(page, 'remove-background', url);
    await overlay.until('Undo', PATIENCE);
    expect((await page.evaluate(pixelsShown)).corner).toEqual([0x2f, 0x6f, 0xd0, 255]);
    await page.close();
  });

  test('what it says and what opens in it leave its buttons where they are', async () => {
    const { page, overlay } = await cutOut('/steady', `<img src="${photo}" alt="">`);
    /** To the pixel: a card's corner lies on whole pixels, its sides need not. */
    const places = async () => {
      const middles = [await overlay.at('Undo'), await overlay.at('Save cutout'), await overlay.at('Close')];
      return middles.flatMap(({ x, y }) => [x, y]);
    };
    const expectSame = (now: number[]) => {
      for (const [i, at] of now.entries()) expect(Math.abs(at - before[i])).toBeLessThan(1);
    };
    const before = await places();
    const [bar] = await overlay.cards();
    await overlay.press('Save mask');
    await overlay.until('Saved.');
    expectSame(await places());
    expect(await overlay.cards()).toEqual([bar]);
    await overlay.press('Background');
    await overlay.until('Undo');
    expectSame(await places());
    expect(await overlay.cards()).not.toEqual([bar]);
    await page.close();
  });

  test('what may be no person is cut out all the same; it says so until it is kept, and offers the ways on', async () => {
    const url = site.put('/sign.png', { body: await silhouette(), type: 'image/png' });
    const page = await extension.open(
      site.put('/doubt', html(`<img src="${url}" alt="" style="margin:150px"><p>${'Words. '.repeat(99)}`)),
    );
    const overlay = await overlayOf(page);
    await extension.choose(page, 'remove-background', url);
    const doubt = 'This may not be a person; check the cutout.';
    const said = await overlay.until(doubt, PATIENCE);
    for (const way of ['Undo', 'Edit', 'Keep']) expect(said).toContain(way);
    const cutOut = await page.evaluate(pixelsShown);
    expect([cutOut.corner[3], cutOut.low[3]]).toEqual([0, 255]);

    await overlay.press('Save cutout');
    expect(await overlay.until('Saved.')).toContain(doubt);
    await overlay.press('Keep');
    await expect.poll(() => overlay.text()).toBe('');
    expect(await page.evaluate(pixelsShown)).toEqual(cutOut);

    await extension.choose(page, 'remove-background', url);
    expect(await overlay.until('Undo')).not.toContain(doubt);
    await overlay.press('Undo');
    await expect.poll(() => page.evaluate(() => document.images[0]?.currentSrc)).toBe(url);
    await page.close();
  });

  test('cards of neighbouring pictures lie beside one another', async () => {
    const small = (n: number) => site.put(`/small-${n}.jpg`, { body: Buffer.from('no picture'), type: 'image/jpeg' });
    const urls = [small(1), small(2), small(3)];
    const images = urls.map((url) => `<img src="${url}" alt="" style="width:90px;height:90px">`).join(' ');
    const page = await extension.open(site.put('/neighbours', html(images)));
    const overlay = await overlayOf(page);
    for (const url of urls) await extension.choose(page, 'remove-background', url);
    await expect.poll(async () => (await overlay.text()).match(/not (a|an) (picture|image)/gi)?.length).toBe(3);
    const cards = await overlay.cards();
    expect(cards).toHaveLength(3);
    for (const a of cards) {
      for (const b of cards) {
        const apart = a === b || a.left >= b.right || b.left >= a.right || a.top >= b.bottom || b.top >= a.bottom;
        expect([a, b, apart]).toEqual([a, b, true]);
      }
    }
    await page.close();
  });

  test('one Tab stop, arrow keys between tools, Escape closes the backgrounds first and gives the focus back', async () => {
    const page = await extension.open(
      site.put('/keys', html(`<button id="own">own</button><p><img src="${photo}" alt="">`)),
    );
    const overlay = await overlayOf(page);
    await command(extension, page, POINTED_PICTURE);
    await overlay.until('Undo', PATIENCE);
    await page.evaluate(() => Object.assign(window, { heard: [] as string[] }));
    await page.evaluate(() =>
      document.addEventListener('keydown', ({ key }) => (window as unknown as { heard: string[] }).heard.push(key)),
    );
    const inOverlay = () => page.evaluate(() => document.activeElement?.localName);
    // Who began with the keyboard goes on with it in the toolbar.
    expect(await inOverlay()).toBe('matteo-overlay');
    for (const _ of ['Compare', 'Head only', 'Background']) await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await page.evaluate(pixelsShown)).corner).toEqual([255, 255, 255, 255]);
    expect(await page.evaluate(() => (window as unknown as { heard: string[] }).heard)).toEqual([]);

    await page.keyboard.press('Escape');
    expect(await overlay.text()).toContain('Undo');
    await page.keyboard.press('Escape');
    await expect.poll(() => overlay.text()).toBe('');
    expect(await page.evaluate(() => document.images[0]?.currentSrc)).toMatch(/^blob:/);
    await page.close();
  });

  test('works in a modal dialog, also one that opens later', async () => {
    const page = await extension.open(
      site.put(
        '/dialog',
        html(`<dialog style="transform:translateX(20px)"><img src="${photo}" alt=""></dialog>
          <script>document.querySelector('dialog').showModal()</script>`),
      ),
    );
    const overlay = await overlayOf(page);
    await extension.choose(page, 'remove-background', photo);
    await overlay.until('Undo', PATIENCE);
    const before = await page.evaluate(() => document.querySelector('dialog')?.open);
    const under = await overlay.at('Undo');
    expect(await page.evaluate(({ x, y }) => document.elementFromPoint(x, y)?.localName, under)).toBe('matteo-overlay');
    await page.keyboard.press('Escape');
    await expect.poll(() => overlay.text()).toBe('');
    expect(await page.evaluate(() => document.querySelector('dialog')?.open)).toBe(before);
    await extension.choose(page, 'remove-background', photo);
    await overlay.until('Undo', PATIENCE);

    // What the page opens while the toolbar shows neither hides nor disables it.
    await page.evaluate(() => {
      document.querySelector('dialog')?.close();
      document.body.append(document.querySelector('img') as Element);
      const later = document.createElement('dialog');
      later.id = 'later';
      later.textContent = 'Do you like cookies?';
      document.body.append(later);
      later.showModal();
    });
    await expect.poll(() => page.evaluate(() => document.querySelector('#later > matteo-overlay') !== null)).toBe(true);
    await overlay.press('Undo');
    await expect.poll(() => overlay.text()).toBe('');
    await page.close();
  });

  test('lies over full screen', async () => {
    const body = `<main style="background:teal"><button id="full">full</button><p><img src="${photo}" alt=""></main>
      <script>full.onclick = () => document.querySelector('main').requestFullscreen()</script>`;
    const { page, overlay } = await cutOut('/full', body);
    await page.click('#full');
    await page.waitForFunction(() => document.fullscreenElement !== null);
    const hit = async () => {
      const at = await overlay.at('Undo');
      return page.evaluate(({ x, y }) => document.elementFromPoint(x, y)?.localName, at);
    };
    await expect.poll(hit).toBe('matteo-overlay');
    await overlay.press('Undo');
    await expect.poll(() => overlay.text()).toBe('');
    await page.close();
  });

  test('the keyboard finds the focused picture, else the largest in sight, else says so', async () => {
    const page = await extension.open(
      site.put(
        '/pointed',
        html(`<img src="${photo}" alt="" width="300"><a href="#x"><img src="${photo}?2" alt="" width="60"></a>`),
      ),
    );
    site.put('/me.jpg?2', { body: await personPhoto(), type: 'image/jpeg' });
    const overlay = await overlayOf(page);
    await page.reload();
    await page.evaluate(() => document.querySelector('a')?.focus());
    await command(extension, page, POINTED_PICTURE);
    await overlay.until('Undo', PATIENCE);
    const replaced = () =>
      page.evaluate(() => [...document.images].map(({ currentSrc }) => currentSrc.startsWith('blob:')));
    expect(await replaced()).toEqual([false, true]);
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await command(extension, page, POINTED_PICTURE);
    await expect.poll(replaced, { timeout: PATIENCE }).toEqual([true, true]);
    await page.close();

    const empty = await extension.open(site.put('/empty', html('<p>Words.')));
    const said = await overlayOf(empty);
    await command(extension, empty, POINTED_PICTURE);
    await said.until('No picture was found here');
    await said.press('Close');
    await expect.poll(() => said.text()).toBe('');
    await empty.close();
  });
});
