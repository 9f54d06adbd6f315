import { describe, expect, test } from 'vitest';
import { ALL_PICTURES, POINTED_PICTURE } from '../../../extension/contracts/messages.ts';
import { BROWSERS } from '../driver/extension-under-test.ts';
import { command } from './command.ts';
import { useOnePicture } from './tools/one-picture.ts';

const PATIENCE = 60_000;

/** What a form's controls, or a document's pictures, may be named, so that it hides what we ask those for. */
const ASKED = [
  'matches',
  'localName',
  'parentNode',
  'assignedSlot',
  'getRootNode',
  'getBoundingClientRect',
  'shadowRoot',
];
/** The tests' own driver is kept from elements of such a form as well. */
const isPainted = () => document.getElementById('picture')?.dataset.ready === '';
const NAMED = ['title', 'body', 'activeElement', 'documentElement', 'querySelectorAll'];

describe.each(BROWSERS)('names that hide a form’s own properties, in %s', { timeout: PATIENCE }, (browser) => {
  const use = useOnePicture(browser);
  const controls = ASKED.map((name) => `<input type="hidden" name="${name}">`).join('');
  const named = NAMED.map((name) => `<img name="${name}" alt="">`).join('');
  const body = () =>
    `<form tabindex="0" style="width:600px;height:600px">${controls}<canvas id="picture" width="240" height="320"></canvas>
     <img src="${use.photo}" alt="" width="240"></form>${named}<form>${controls}</form><script>
       const image = new Image();
       image.onload = () => {
         picture.getContext('2d').drawImage(image, 0, 0);
         picture.dataset.ready = '';
       };
       image.src = '${use.photo}';
     </script>`;

  test('keep nobody from the menu: on a picture, on the form, on a canvas, whose file is named after the page', async () => {
    const { page, overlay } = await use.open(body());
    await page.waitForFunction(isPainted);
    await use.extension.choose(page, 'remove-background', use.photo);
    await overlay.until('Undo', PATIENCE);
    await overlay.press('Undo');
    await expect.poll(overlay.text).toBe('');
    await page.mouse.move(300, 500);
    await use.extension.choose(page, 'remove-background', undefined);
    await overlay.until('There is no picture');
    await overlay.press('Close');
    await page.mouse.move(100, 100);
    await use.extension.choose(page, 'save-cutout', undefined);
    await overlay.until('Saved.', PATIENCE);
    await use.extension.downloaded('Test page-cutout.png');
    await page.close();
  });

  test('keep no CSS background from being replaced and put back', async () => {
    const names = ['style', 'setAttribute', 'getAttribute', 'removeAttribute', 'animate', 'getRootNode'];
    const { page, overlay } = await use.open(
      `<form style="width:240px;height:320px;background:url(${use.photo}) 0 0/240px 320px">${names
        .map((name) => `<input type="hidden" name="${name}">`)
        .join('')}</form>`,
    );
    const look = () =>
      page.evaluate(() => {
        const form = document.querySelector('form') as HTMLFormElement;
        return {
          written: Element.prototype.getAttribute.call(form, 'style'),
          shown: getComputedStyle(form).backgroundImage,
        };
      });
    const before = await look();
    await page.mouse.move(100, 100);
    await use.extension.choose(page, 'remove-background', undefined);
    await overlay.until('Undo', PATIENCE);
    await expect.poll(async () => (await look()).shown).toMatch(/^url\("blob:/);
    await overlay.press('Undo');
    await expect.poll(look).toEqual(before);
    await page.close();
  });

  test('keep nobody from the shortcuts', async () => {
    const { page, overlay } = await use.open(body());
    await page.waitForFunction(isPainted);
    await page.keyboard.press('Tab');
    await command(use.extension, page, POINTED_PICTURE);
    await overlay.until('Undo', PATIENCE);
    await page.close();
    const other = await use.open(body());
    await other.page.waitForFunction(isPainted);
    await command(use.extension, other.page, ALL_PICTURES);
    await other.overlay.until('Pictures checked', PATIENCE);
    await other.page.close();
  });
});
