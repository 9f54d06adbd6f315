import sharp, { type Metadata } from 'sharp';
import type { Page } from '../../browser/driver/page.ts';
import { page as html } from '../../browser/driver/site.ts';
import { pointOf, strokeWithMouse } from '../../browser/editor/editor-page.ts';
import type { Task, Walk } from '../task.ts';

const PATIENCE = 60_000;

/** The editor on the result of the popup. */
async function edited(walk: Walk): Promise<Page> {
  const { extension, hand, files } = walk;
  const popup = await extension.open(extension.extensionPage('popup/popup.html'));
  await hand.drop(popup, { name: 'Fay.jpg', mimeType: 'image/jpeg', buffer: files.person });
  await popup.waitForSelector('[data-state=done]', { timeout: PATIENCE });
  hand.effort();
  await hand.click(popup, '#edit');
  const page = await editing(walk);
  await page.bringToFront();
  return page;
}

/** The editor that opens, once it has its picture. */
async function editing({ extension }: Walk): Promise<Page> {
  const editor = await extension.opened('editor/editor.html#');
  await editor.waitForSelector('[data-state=editing]', { timeout: PATIENCE });
  return editor;
}

async function saved(walk: Walk, page: Page, name: string): Promise<Metadata> {
  await walk.hand.click(page, '#tab-save');
  await walk.hand.click(page, '#save');
  return sharp(await walk.extension.downloaded(name)).metadata();
}

/** What is done in the editor. */
export const EDITOR: readonly Task[] = [
  {
    name: 'Paint a removed part back',
    async act(walk) {
      const page = await edited(walk);
      await walk.hand.drag(() => strokeWithMouse(page, [0.05, 0.1], [0.2, 0.1]));
      await page.waitForSelector('#undo:not([disabled])');
      return page;
    },
  },
  {
    name: 'Undo one step',
    async act(walk) {
      const page = await edited(walk);
      await strokeWithMouse(page, [0.05, 0.1], [0.2, 0.1]);
      await page.waitForSelector('#undo:not([disabled])');
      walk.hand.effort();
      await walk.hand.key(page, 'Control+z');
      await page.waitForSelector('#redo:not([disabled])');
      return page;
    },
  },
  {
    name: 'Make a sticker and save it',
    async act(walk) {
      const page = await edited(walk);
      await walk.hand.click(page, '#tab-sticker');
      await walk.hand.click(page, '#outlined');
      await saved(walk, page, 'Fay-cutout.png');
      return page;
    },
  },
  {
    name: 'Make a round profile picture and save it',
    async act(walk) {
      const page = await edited(walk);
      await walk.hand.click(page, '#tab-template');
      await walk.hand.click(page, 'input[name=template][value=profile-round]');
      await walk.hand.click(page, '#tab-save');
      await walk.hand.click(page, '#save');
      await page.waitForFunction(() => document.querySelector('#said')?.textContent === 'Saved.');
      return page;
    },
  },
  {
    name: 'Make an ID photograph and save it',
    async act(walk) {
      const page = await edited(walk);
      await walk.hand.click(page, '#tab-template');
      await walk.hand.click(page, 'input[name=template][value=id]');
      await walk.hand.click(page, '#tab-save');
      await walk.hand.click(page, '#save');
      await page.waitForFunction(() => document.querySelector('#said')?.textContent === 'Saved.');
      return page;
    },
  },
  {
    name: 'Move the person on their background',
    async act(walk) {
      const page = await edited(walk);
      await walk.hand.click(page, '#tab-place');
      await walk.hand.drag(() => strokeWithMouse(page, [0.5, 0.6], [0.6, 0.7]));
      await page.waitForFunction(() => (document.querySelector('#place-x') as HTMLInputElement).value !== '0');
      return page;
    },
  },
  {
    name: 'Put what the editor made into the page',
    async act(walk) {
      const { extension, hand, site, files } = walk;
      const url = site.put('/edited.jpg', { body: files.person, type: 'image/jpeg' });
      const page = await extension.open(site.put('/edited', html(`<img src="${url}" alt="" height="420">`)));
      const overlay = await hand.menu(page, 'remove-background', url);
      await overlay.until('Undo', PATIENCE);
      hand.effort();
      await hand.press(overlay, 'Open in the editor');
      const editor = await editing(walk);
      await hand.click(editor, '#tab-save');
      await editor.waitForSelector('#put-back:not([hidden])');
      await hand.click(editor, '#put-back');
      await overlay.until('The edited picture is in the page.', PATIENCE);
      await editor.close();
      await page.bringToFront();
      return page;
    },
  },
  {
    name: 'Cut out a dog with a box',
    async act(walk) {
      const { extension, hand, site, files } = walk;
      const url = site.put('/dog.jpg', { body: files.dog, type: 'image/jpeg' });
      const page = await extension.open(site.put('/dog', html(`<img src="${url}" alt="" width="400">`)));
      const overlay = await hand.menu(page, 'remove-background', url);
      // Seen as a person who may be none, or as nobody: either way the editor is one click away.
      const said = await overlay.until(/Select it yourself|Undo/, PATIENCE);
      await hand.press(overlay, said.includes('Select it yourself') ? 'Select it yourself' : 'Open in the editor');
      const editor = await editing(walk);
      await editor.bringToFront();
      if ((await editor.evaluate(() => document.body.dataset.panel)) !== 'choose')
        await hand.click(editor, '#tab-choose');
      await hand.drag(async () => {
        const [from, to] = [await pointOf(editor, 0.29, 0.47), await pointOf(editor, 0.75, 0.92)];
        await editor.mouse.move(from.x, from.y);
        await editor.mouse.down();
        await editor.mouse.move(to.x, to.y);
        await editor.mouse.up();
      });
      await editor.waitForFunction(() => document.querySelector('#said')?.textContent?.includes('cut out'));
      return editor;
    },
  },
];
