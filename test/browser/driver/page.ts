import type { Keyboard, Mouse, Frame as PlaywrightFrame, Page as PlaywrightPage, Worker } from 'playwright-core';

/** A document to run code in. */
export type Frame = Pick<PlaywrightFrame, 'evaluate'>;

/** A tab: the part of playwright's `Page` that is there in every browser. Chromium's is playwright's own. */
export type Page = Pick<
  PlaywrightPage,
  | 'bringToFront'
  | 'check'
  | 'click'
  | 'close'
  | 'evaluate'
  | 'fill'
  | 'goto'
  | 'hover'
  | 'isDisabled'
  | 'isHidden'
  | 'isVisible'
  | 'press'
  | 'reload'
  | 'screenshot'
  | 'setInputFiles'
  | 'textContent'
  | 'url'
  | 'waitForFunction'
  | 'waitForSelector'
> & {
  readonly mouse: Pick<Mouse, 'click' | 'down' | 'move' | 'up'>;
  readonly keyboard: Pick<Keyboard, 'down' | 'press' | 'type' | 'up'>;
  /** The frame with this name; null where the page has none. */
  frame(name: string): Frame | null;
};

/** The extension's background: a service worker or an event page, started again if it was stopped. */
export type Background = Pick<Worker, 'evaluate'>;
