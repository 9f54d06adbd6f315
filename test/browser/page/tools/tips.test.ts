import { describe, expect, test } from 'vitest';
import { POINTED_PICTURE } from '../../../../extension/contracts/messages.ts';
import { BROWSERS } from '../../driver/extension-under-test.ts';
import { command } from '../command.ts';
import { fingerOn } from './finger.ts';
import { useOnePicture } from './one-picture.ts';

const PATIENCE = 120_000;

describe.each(BROWSERS)('the words of a narrow toolbar in %s', { timeout: PATIENCE }, (browser) => {
  const use = useOnePicture(browser);

  const picture = () => `<img src="${use.photo}" alt="" width="240">`;
  const open = () => use.open(picture());
  const cutOut = async () => {
    const opened = await use.cutOut(picture());
    await opened.overlay.cards();
    return opened;
  };
  const STICKER = 'Copy as a sticker';

  test('come under the mouse, and go with it', async () => {
    const { page, overlay } = await cutOut();
    expect(await overlay.text()).not.toContain(STICKER);
    const { x, y } = await overlay.at(STICKER);
    await page.mouse.move(x, y);
    await overlay.until(STICKER);
    await page.mouse.move(900, 20);
    await expect.poll(overlay.text).not.toContain(STICKER);
    await page.close();
  });

  test('come with the focus of the keyboard', async () => {
    const { page, overlay } = await open();
    await command(use.extension, page, POINTED_PICTURE);
    await overlay.until('Undo', PATIENCE);
    for (const _ of ['Compare', 'Head only', 'Background', 'Copy', 'Sticker']) await page.keyboard.press('ArrowRight');
    await overlay.until(STICKER);
    await page.keyboard.press('ArrowRight');
    await expect.poll(overlay.text).not.toContain(STICKER);
    await page.close();
  });

  test('come by a long press of a finger, which presses nothing; a short one does', async () => {
    const { page, overlay } = await cutOut();
    const finger = await fingerOn(page);
    const [bar] = await overlay.cards();
    const { x, y } = await overlay.at('Background');
    await finger.down(x, y);
    const before = (await overlay.text()).split('Background').length;
    await expect.poll(async () => (await overlay.text()).split('Background').length).toBe(before + 1);
    await finger.up();
    await expect.poll(async () => (await overlay.text()).split('Background').length).toBe(before);
    expect(await overlay.cards()).toEqual([bar]);
    await finger.down(x, y);
    await finger.up();
    // The row of backgrounds opens.
    await expect.poll(overlay.cards).not.toEqual([bar]);
    await page.close();
  });

  test('a tap on the cutout brings a closed toolbar back, and one beside it takes it away', async () => {
    const { page, overlay } = await cutOut();
    const finger = await fingerOn(page);
    const tap = async (x: number, y: number) => {
      await finger.down(x, y);
      await finger.up();
    };
    const { x, y } = await overlay.at('Close');
    await tap(x, y);
    await expect.poll(overlay.text).toBe('');
    await tap(100, 100);
    await overlay.until('Undo');
    await tap(700, 100);
    await expect.poll(overlay.text).toBe('');
    await tap(100, 100);
    await overlay.until('Undo');
    await page.close();
  });
});
