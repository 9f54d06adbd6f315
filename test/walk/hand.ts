import type { Action, ALL_PICTURES, POINTED_PICTURE } from '../../extension/contracts/messages.ts';
import type { ExtensionUnderTest } from '../browser/driver/extension-under-test.ts';
import { overlayOf, type PageOverlay } from '../browser/driver/overlay.ts';
import type { Page } from '../browser/driver/page.ts';
import { command } from '../browser/page/command.ts';
import { dropFiles } from '../browser/support/drop.ts';

/** What a task took. */
export interface Effort {
  readonly clicks: number;
  readonly keys: number;
  readonly prompts: number;
}

type File = Parameters<typeof dropFiles>[1];

/** A person's hand: all that it does is counted. A drag, a drop and a press that is held are clicks. */
export class Hand {
  #clicks = 0;
  #keys = 0;
  #prompts = 0;
  readonly #extension: ExtensionUnderTest;

  constructor(extension: ExtensionUnderTest) {
    this.#extension = extension;
  }

  /** What was done since this was asked for last. */
  effort(): Effort {
    const effort = { clicks: this.#clicks, keys: this.#keys, prompts: this.#prompts };
    this.#clicks = this.#keys = this.#prompts = 0;
    return effort;
  }

  /** The right button on a picture, then the item. */
  async menu(page: Page, action: Action, url: string): Promise<PageOverlay> {
    const overlay = await overlayOf(page);
    this.#clicks += 2;
    await this.#extension.choose(page, action, url);
    return overlay;
  }

  /** A keyboard shortcut of the extension. */
  async shortcut(page: Page, name: typeof ALL_PICTURES | typeof POINTED_PICTURE): Promise<PageOverlay> {
    const overlay = await overlayOf(page);
    this.#keys++;
    await command(this.#extension, page, name);
    return overlay;
  }

  /** A button of a card over the page. */
  async press(overlay: PageOverlay, label: string): Promise<void> {
    this.#clicks++;
    await overlay.press(label);
  }

  async click(page: Page, selector: string): Promise<void> {
    this.#clicks++;
    await page.click(selector);
  }

  async key(page: Page, name: string): Promise<void> {
    this.#keys++;
    await page.keyboard.press(name);
  }

  /** A file, or several at once, from a folder onto a page. */
  async drop(page: Page, ...files: readonly File[]): Promise<void> {
    this.#clicks++;
    await dropFiles(page, ...files);
  }

  /** Opens a list and takes an entry of it. */
  async choose(page: Page, selector: string, value: string): Promise<void> {
    this.#clicks += 2;
    await page.evaluate(
      ([selector, value]) => {
        const list = document.querySelector(selector) as HTMLSelectElement;
        list.value = value;
        list.dispatchEvent(new Event('change', { bubbles: true }));
      },
      [selector, value] as const,
    );
  }

  /** Something with the mouse that takes one press of its button. */
  async drag(act: () => Promise<void>): Promise<void> {
    this.#clicks++;
    await act();
  }

  /** The browser's own question, answered with yes. */
  async prompt(act: () => Promise<void>): Promise<void> {
    this.#prompts++;
    await act();
  }
}
