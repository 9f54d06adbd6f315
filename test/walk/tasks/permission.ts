import { page as html } from '../../browser/driver/site.ts';
import { inFirefox } from '../../browser/firefox/firefox-page.ts';
import { allowInPrompt } from '../../browser/firefox/firefox-window.ts';
import type { Task, Walk } from '../task.ts';

const PATIENCE = 60_000;

/**
 * Chromium without a screen asks nobody: its background is told that the host is not allowed, until it has asked. Firefox shows its own
 * prompt, and wants the click in a page of the extension.
 */
async function askAsChromiumDoes({ extension, other }: Walk): Promise<() => Promise<number>> {
  const background = await extension.background();
  await background.evaluate((origin) => {
    let asked = 0;
    Object.assign(chrome.permissions, {
      contains: async ({ origins = [] }: chrome.permissions.Permissions) =>
        asked > 0 || !origins.some((pattern) => pattern.includes(origin)),
      request: async () => {
        asked++;
        return true;
      },
      asked: () => asked,
    });
  }, new URL(other.origin).hostname);
  return () => background.evaluate(() => (chrome.permissions as unknown as { asked(): number }).asked());
}

/** A picture from a host that was never allowed. */
export const PERMISSION: readonly Task[] = [
  {
    name: 'Remove the background of a picture from another host, never allowed before',
    async act(walk) {
      const { extension, hand, site, other, files, browser } = walk;
      const url = other.put('/person.jpg', { body: files.person, type: 'image/jpeg' });
      const page = await extension.open(site.put('/other', html(`<img src="${url}" alt="" height="420">`)));
      const asked = browser === 'chromium' ? await askAsChromiumDoes(walk) : undefined;
      const overlay = await hand.menu(page, 'remove-background', url);
      const { hostname } = new URL(url);
      await overlay.until(`Allow ${hostname}`, PATIENCE);
      if (asked) {
        await hand.press(overlay, `Allow ${hostname}`);
        await overlay.until('Undo', PATIENCE);
        for (let count = await asked(); count > 0; count--) await hand.prompt(async () => {});
        return page;
      }
      const question = await extension.opened('options/options.html#allow=');
      await hand.click(question, '#allow');
      const firefox = inFirefox(page);
      if (!firefox) throw new Error('Neither browser.');
      await hand.prompt(() => allowInPrompt(firefox.session));
      await overlay.until('Undo', PATIENCE);
      return page;
    },
  },
];
