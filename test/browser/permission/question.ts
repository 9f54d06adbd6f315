import type { ExtensionUnderTest } from '../driver/extension-under-test.ts';
import type { Page } from '../driver/page.ts';
import { inFirefox } from '../firefox/firefox-page.ts';

/** Closes the question for a host that opens by itself in Firefox, and goes back to the page that led to it. */
export async function backFromQuestion(extension: ExtensionUnderTest, page: Page): Promise<void> {
  if (!inFirefox(page)) return;
  await (await extension.opened('options/options.html#allow=')).close();
  await page.bringToFront();
}
