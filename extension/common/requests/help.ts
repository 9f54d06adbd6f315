import { browser } from '../browser/browser.ts';

const PAGE = 'welcome/welcome.html';

/** Opens the page that greets after installing. For the background alone: nobody else is told of an installation. */
export const openWelcome = async (): Promise<void> => {
  await browser.tabs.create({ url: browser.runtime.getURL(PAGE) });
};

/** Opens the same page as help. For the extension's own pages. */
export const openHelp = async (): Promise<void> => {
  await browser.tabs.create({ url: browser.runtime.getURL(`${PAGE}#help`) });
};
