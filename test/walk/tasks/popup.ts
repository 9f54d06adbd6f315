import sharp from 'sharp';
import type { Page } from '../../browser/driver/page.ts';
import type { Task, Walk } from '../task.ts';

const PATIENCE = 60_000;

/** The popup with the result of a dropped file; opening it is a click on the toolbar button. */
async function cutOut(walk: Walk, name: string): Promise<Page> {
  const page = await walk.extension.open(walk.extension.extensionPage('popup/popup.html'));
  await walk.hand.drag(async () => {});
  await walk.hand.drop(page, { name, mimeType: 'image/jpeg', buffer: walk.files.person });
  await page.waitForSelector('[data-state=done]', { timeout: PATIENCE });
  return page;
}

/** What is done to a file in the toolbar button's popup. */
export const POPUP: readonly Task[] = [
  {
    name: 'Cut out a file and save the result',
    async act(walk) {
      const page = await cutOut(walk, 'Dora.jpg');
      await walk.hand.click(page, '#download');
      const { hasAlpha } = await sharp(await walk.extension.downloaded('Dora-cutout.png')).metadata();
      if (!hasAlpha) throw new Error('The file has no transparency.');
      return page;
    },
  },
  {
    name: 'Cut out a file and save it on white',
    async act(walk) {
      const page = await cutOut(walk, 'Eva.jpg');
      await walk.hand.choose(page, '#result-background', 'colour');
      await walk.hand.click(page, '#download');
      const saved = sharp(await walk.extension.downloaded('Eva-cutout.png')).extract({
        left: 2,
        top: 2,
        width: 1,
        height: 1,
      });
      const [red, green, blue] = await saved.raw().toBuffer();
      if (red + green + blue !== 765) throw new Error('The corner is not white.');
      return page;
    },
  },
  {
    name: 'Open a recent result again',
    async act(walk) {
      const page = await walk.extension.open(walk.extension.extensionPage('popup/popup.html'));
      await walk.hand.drag(async () => {});
      await walk.hand.click(page, '#recent-results button');
      await page.waitForSelector('[data-state=done]');
      return page;
    },
  },
  {
    name: 'Open the panel beside the page',
    async act({ extension, hand, browser }) {
      const popup = await extension.open(extension.extensionPage('popup/popup.html'));
      await hand.drag(async () => {});
      await popup.waitForSelector('#beside:not([hidden])');
      await hand.click(popup, '#beside');
      // The panel is a part of the window, of which no picture can be taken; its page looks the same in a tab.
      const page = await extension.open(extension.extensionPage('batch/batch.html'));
      if (browser === 'firefox') return page;
      const contextTypes = ['SIDE_PANEL' as chrome.runtime.ContextType];
      await page.waitForFunction(
        async (contextTypes) => (await chrome.runtime.getContexts({ contextTypes })).length > 0,
        contextTypes,
      );
      return page;
    },
  },
];
