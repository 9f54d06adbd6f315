import type { Page } from '../../browser/driver/page.ts';
import type { Task, Walk } from '../task.ts';

/** The options, once their controls work; opening them is a click in the popup. */
async function open({ extension, hand }: Walk): Promise<Page> {
  const page = await extension.open(extension.extensionPage('options/options.html'));
  await page.waitForSelector('#language option[value=de]', { state: 'attached' });
  await hand.drag(async () => {});
  return page;
}

/** What is set once. */
export const OPTIONS: readonly Task[] = [
  {
    name: 'Switch Matteo to German',
    async act(walk) {
      const page = await open(walk);
      await walk.hand.choose(page, '#language', 'de');
      await page.waitForFunction(() => document.documentElement.lang === 'de');
      return page;
    },
  },
  {
    name: 'Switch to the dark theme',
    async act(walk) {
      const page = await open(walk);
      await walk.hand.click(page, 'input[name=theme][value=dark]');
      await page.waitForFunction(() => document.documentElement.dataset.theme === 'dark');
      return page;
    },
  },
  {
    name: 'Change the settings so that files are JPEGs, trimmed to the person',
    async act(walk) {
      const page = await open(walk);
      await page.waitForFunction(() => document.querySelector('#file-name-said')?.textContent !== '');
      await walk.hand.choose(page, '#save-format', 'image/jpeg');
      await walk.hand.click(page, '#trim');
      await page.waitForFunction(() => document.querySelector('#file-name-said')?.textContent?.endsWith('.jpg'));
      return page;
    },
  },
  {
    name: 'Reset all settings',
    async act(walk) {
      const page = await open(walk);
      await walk.hand.click(page, '#reset-settings');
      await page.waitForFunction(() => document.documentElement.lang === 'en');
      return page;
    },
  },
];
