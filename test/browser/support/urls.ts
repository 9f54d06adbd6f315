import type { BrowserContext, Page } from 'playwright-core';

/** From now on, pages count the object URLs that they made and did not revoke. */
export const countUrls = (context: BrowserContext): Promise<unknown> =>
  context.addInitScript(() => {
    const { createObjectURL, revokeObjectURL } = URL;
    const live = new Set<string>();
    Object.assign(globalThis, { live });
    URL.createObjectURL = (blob) => {
      const url = createObjectURL.call(URL, blob);
      live.add(url);
      return url;
    };
    URL.revokeObjectURL = (url) => {
      live.delete(url);
      revokeObjectURL.call(URL, url);
    };
  });

/** How many object URLs a page has now. */
export const liveUrls = (page: Page): Promise<number> =>
  page.evaluate(() => (globalThis as unknown as { live: Set<string> }).live.size);
