import type { Page as PlaywrightPage } from 'playwright-core';
import { readInChromium } from '../chromium/chromium-overlay.ts';
import { readInFirefox } from '../firefox/firefox-overlay.ts';
import { inFirefox } from '../firefox/firefox-page.ts';
import { twoFrames } from './frames.ts';
import type { Page } from './page.ts';
import { STEP_MS, until } from './until.ts';

/** What the extension shows over a page: pages themselves can't get into a closed root. */
export interface PageOverlay {
  /** All text, '' when nothing shows. */
  text(): Promise<string>;
  /** Names of the elements in it. */
  tags(): Promise<string[]>;
  /** Waits until the text has (or matches) `wanted`, and returns it. */
  until(wanted: string | RegExp, timeoutMs?: number): Promise<string>;
  /** Clicks the button that is labelled so, with the mouse. */
  press(label: string): Promise<void>;
  /** The middle of that button. */
  at(label: string): Promise<{ x: number; y: number }>;
  /** Where the cards are, once they have come to rest. */
  cards(): Promise<CardBox[]>;
}

export interface CardBox {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** How one browser's test looks into the closed root. */
export interface Reader {
  /** The text nodes, in order. */
  texts(): Promise<string[]>;
  tags(): Promise<string[]>;
  /** The middle of the button that is labelled so. */
  at(label: string): Promise<{ x: number; y: number } | undefined>;
  cards(): Promise<CardBox[]>;
}

export async function overlayOf(page: Page): Promise<PageOverlay> {
  const firefox = inFirefox(page);
  const reader = firefox
    ? readInFirefox(firefox.session, firefox.tab)
    : await readInChromium(page as unknown as PlaywrightPage);
  const text = async () => (await reader.texts()).filter(Boolean).join(' · ');
  const at = async (label: string) => {
    const middle = await reader.at(label);
    if (!middle) throw new Error(`No button “${label}” in: ${await text()}`);
    return middle;
  };
  /** What has come to rest: a card follows its picture and its own size a frame later. */
  const atRest = async <Value>(read: () => Promise<Value>) => {
    let last = await read();
    for (;;) {
      await page.evaluate(twoFrames);
      const now = await read();
      if (JSON.stringify(now) === JSON.stringify(last)) return now;
      last = now;
    }
  };
  return {
    text,
    tags: reader.tags,
    async until(wanted, timeoutMs = STEP_MS) {
      let now = '';
      const shows = async () => {
        now = await text();
        return (typeof wanted === 'string' ? now.includes(wanted) : wanted.test(now)) && { now };
      };
      await until(shows, timeoutMs, () => `The overlay did not come to show ${wanted}; it shows “${now}”.`);
      return now;
    },
    at: (label) => atRest(() => at(label)),
    cards: () => atRest(reader.cards),
    async press(label) {
      const { x, y } = await atRest(() => at(label));
      await page.mouse.click(x, y);
    },
  };
}
