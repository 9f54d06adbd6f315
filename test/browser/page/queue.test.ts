import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ALL_PICTURES } from '../../../extension/contracts/messages.ts';
import { emptyPhoto, silhouette } from '../../fixtures/files/photo.ts';
import { BROWSERS, type ExtensionUnderTest, startExtension } from '../driver/extension-under-test.ts';
import { overlayOf } from '../driver/overlay.ts';
import { page as html, type Site, serveSite } from '../driver/site.ts';
import { personPhoto } from '../support/photo.ts';
import { command } from './command.ts';
import { heldBack } from './held-back.ts';

const PATIENCE = 120_000;

const cutOuts = () => [...document.images].map(({ currentSrc }) => currentSrc.startsWith('blob:'));

describe.each(BROWSERS)('several pictures in %s', { timeout: 2 * PATIENCE }, (browser) => {
  let extension: ExtensionUnderTest;
  let site: Site;
  let closed: Site;
  let photo: Buffer;
  let people: string[];
  let nobody: string;
  let doubtful: string;

  beforeAll(async () => {
    [site, closed] = await Promise.all([serveSite('localhost'), serveSite('127.0.0.1')]);
    photo = await personPhoto();
    people = ['a', 'b', 'c'].map((name) => site.put(`/${name}.jpg`, { body: photo, type: 'image/jpeg' }));
    nobody = site.put('/nobody.png', { body: await emptyPhoto(), type: 'image/png' });
    doubtful = site.put('/doubtful.png', { body: await silhouette(), type: 'image/png' });
    closed.put('/far.jpg', { body: photo, type: 'image/jpeg' });
    extension = await startExtension({ browser, grantedHosts: ['http://localhost/*'] });
  }, PATIENCE);

  afterAll(async () => {
    await extension?.close();
    await Promise.all([site.close(), closed.close()]);
  });

  test('wait for one another; each can be cancelled, and none stops the next', async () => {
    const missing = `${site.origin}/missing.jpg`;
    const { url: slow, isAwaited } = heldBack(site, '/slow.jpg', photo);
    const urls = [slow, missing, people[1], people[2]];
    const page = await extension.open(
      site.put('/queue', html(urls.map((url) => `<img src="${url}" alt="" width="210" height="240">`).join(' '))),
    );
    const overlay = await overlayOf(page);
    for (const url of urls) await extension.choose(page, 'remove-background', url as string);
    await overlay.until(/Next in line.*Waiting/s);
    await expect.poll(isAwaited).toBe(true);
    // The first one's.
    await overlay.press('Cancel');
    await overlay.until('no longer has this picture', PATIENCE);
    await expect.poll(() => page.evaluate(cutOuts), { timeout: PATIENCE }).toEqual([false, false, true, true]);
    await overlay.until('Undo', PATIENCE);
    await page.close();
  });

  test('a canvas that is chosen twice while it waits is one picture, and shows as before after Undo', async () => {
    const { url: slow } = heldBack(site, '/slower.jpg', photo);
    const painting = `<p style="height:260px"><img src="${slow}" alt="" width="210" height="240"></p>
      <canvas width="420" height="480" style="opacity:0.9"></canvas><script>
        const image = new Image();
        image.onload = () => { document.querySelector('canvas').getContext('2d').drawImage(image, 0, 0); document.body.id = 'ready'; };
        image.src = '${people[0]}';
      </script>`;
    const page = await extension.open(site.put('/canvas', html(painting)));
    await page.waitForSelector('#ready');
    const overlay = await overlayOf(page);
    const opacity = () => page.evaluate(() => getComputedStyle(document.querySelector('canvas')!).opacity);
    await extension.choose(page, 'remove-background', slow);
    await overlay.until('Cancel');
    await page.hover('canvas');
    await extension.choose(page, 'remove-background', undefined);
    await overlay.until('Next in line');
    await extension.choose(page, 'remove-background', undefined);
    // The first one's.
    await overlay.press('Cancel');
    await overlay.until('Undo', PATIENCE);
    expect((await overlay.tags()).filter((tag) => tag.toLowerCase() === 'canvas')).toHaveLength(1);
    await overlay.press('Undo');
    await expect.poll(overlay.text).toBe('');
    await expect.poll(opacity).toBe('0.9');
    await page.close();
  });

  test('all of a page at once: those alone who surely are people, small ones and doubles left out, one card, undone together (privacy 6)', async () => {
    const [a, b] = people;
    const body = `<img src="${a}" width="210" alt=""> <img src="${nobody}" width="210" alt=""> <img src="${doubtful}" width="210" alt="">
      <img src="${b}" width="210" alt=""> <img src="${a}" width="150" alt=""> <img src="${people[2]}" width="60" alt="">`;
    const page = await extension.open(site.put('/all', html(body)));
    const before = await page.evaluate(() => document.documentElement.outerHTML);
    const overlay = await overlayOf(page);
    await command(extension, page, ALL_PICTURES);
    await overlay.until(/Picture \d of 4/);
    const said = await overlay.until('Pictures checked: 4 of 4', PATIENCE);
    expect(said).toContain('Pictures with people, cut out: 2');
    expect(said).not.toContain('Not done');
    expect(await page.evaluate(cutOuts)).toEqual([true, false, false, true, false, false]);
    await overlay.press('Undo all');
    await expect.poll(() => page.evaluate(() => document.documentElement.outerHTML)).toBe(before);
    await page.close();
  });

  test('one of all that is chosen by itself shows that it is in line, and is cut out though all are cancelled', async () => {
    const { url: slow, isAwaited } = heldBack(site, '/first-of-all.jpg', photo);
    const images = [slow, people[1]].map((url) => `<img src="${url}" width="210" height="240" alt="">`);
    const page = await extension.open(site.put('/one-of-all', html(images.join(' '))));
    const overlay = await overlayOf(page);
    await command(extension, page, ALL_PICTURES);
    await expect.poll(isAwaited).toBe(true);
    await extension.choose(page, 'remove-background', people[1]);
    await overlay.until('Next in line');
    // That closes the card; it is still one of all.
    await overlay.press('Cancel');
    await expect.poll(overlay.text).not.toContain('Next in line');
    await extension.choose(page, 'remove-background', people[1]);
    await overlay.until('Next in line');
    await overlay.press('Cancel all');
    await overlay.until('Compare', PATIENCE);
    expect(await page.evaluate(cutOuts)).toEqual([false, true]);
    await page.close();
  });

  test('all can be cancelled, what is closed is asked for, and nothing there is said', async () => {
    const far = `${closed.origin}/far.jpg`;
    const page = await extension.open(
      site.put('/some', html(`<img src="${far}" width="210" alt=""> <img src="${people[0]}" width="210" alt="">`)),
    );
    const overlay = await overlayOf(page);
    await command(extension, page, ALL_PICTURES);
    const said = await overlay.until('Pictures checked: 2 of 2', PATIENCE);
    expect(said).toContain('Not done: 1. Matteo needs your permission');
    expect(said).toContain('Allow 127.0.0.1');
    expect(await page.evaluate(cutOuts)).toEqual([false, true]);
    await overlay.press('Close');
    await expect.poll(() => overlay.text()).toBe('');
    await page.close();

    const many = await extension.open(
      site.put('/many', html(people.map((url) => `<img src="${url}" width="210" alt="">`).join(''))),
    );
    const before = await many.evaluate(() => document.documentElement.outerHTML);
    const shown = await overlayOf(many);
    await command(extension, many, ALL_PICTURES);
    await shown.until(/Picture 1 of 3/);
    await shown.press('Cancel all');
    await shown.until('Pictures checked');
    await shown.press('Close');
    await expect.poll(() => many.evaluate(() => document.documentElement.outerHTML)).toBe(before);
    await many.close();

    const empty = await extension.open(site.put('/none', html('<p>Words.')));
    const sentence = await overlayOf(empty);
    await command(extension, empty, ALL_PICTURES);
    await sentence.until('no picture that is large enough');
    await empty.close();
  });
});
