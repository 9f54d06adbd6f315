import type { Page } from 'playwright-core';
import { twoFrames } from '../driver/frames.ts';

/** Makes the window as large; what follows its size has followed then. */
export async function resize(page: Page, width: number, height = 800): Promise<void> {
  await page.setViewportSize({ width, height });
  await page.waitForFunction((wanted) => innerWidth === wanted, width);
  await page.evaluate(twoFrames);
}

/** What sticks out of the window, or out of its own button. Runs in the page. */
export const tooWide = (): string[] => {
  const wide =
    document.documentElement.scrollWidth > innerWidth ? [`the page: ${document.documentElement.scrollWidth}`] : [];
  const cut = [...document.querySelectorAll<HTMLElement>('button, select, label, summary')]
    .filter((element) => element.offsetParent && element.scrollWidth > element.clientWidth + 1)
    .filter((element) => getComputedStyle(element).overflowX !== 'visible' || element.localName === 'button')
    .map((element) => element.textContent?.trim().slice(0, 60) ?? '');
  return [...wide, ...cut];
};
