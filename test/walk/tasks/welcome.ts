import { overlayOf } from '../../browser/driver/overlay.ts';
import { inFirefox } from '../../browser/firefox/firefox-page.ts';
import { chooseInMenu } from '../../browser/firefox/firefox-window.ts';
import type { Task } from '../task.ts';

const PATIENCE = 60_000;
const SAMPLE = 'welcome/portrait.webp';

/** The page that opens after installing. */
export const WELCOME: readonly Task[] = [
  {
    name: 'Try the sample picture of the first page',
    async act({ extension, hand }) {
      const page = await extension.open(extension.extensionPage('welcome/welcome.html'));
      const firefox = inFirefox(page);
      if (!firefox) await hand.menu(page, 'remove-background', extension.extensionPage(SAMPLE));
      else {
        const { x, y, width, height } = await page.evaluate(() =>
          document.querySelector('#sample')?.getBoundingClientRect().toJSON(),
        );
        await hand.drag(async () => {});
        await hand.drag(() =>
          chooseInMenu(firefox.session, firefox.tab, { x: x + width / 2, y: y + height / 2 }, 'Remove background'),
        );
      }
      await (await overlayOf(page)).until('Undo', PATIENCE);
      await page.waitForFunction(() =>
        document.querySelector<HTMLImageElement>('#sample')?.currentSrc.startsWith('blob:'),
      );
      return page;
    },
  },
];
