/// <reference path="./privileged.d.ts" />

import type { Reader } from '../driver/overlay.ts';
import type { FirefoxSession } from './firefox-session.ts';

/** Looks into the overlay with the browser's own rights. */
export function readInFirefox(session: FirefoxSession, tab: string): Reader {
  const read = () => session.overPage({ tab }, readOverlay);
  return {
    texts: async () => (await read()).texts,
    tags: async () => (await read()).tags,
    async at(label) {
      const button = (await read()).buttons.find((each) => each.label === label);
      return button && { x: button.x, y: button.y };
    },
    cards: async () => (await read()).cards,
  };
}

const readOverlay = () => {
  const roots = [...document.querySelectorAll('matteo-overlay')].flatMap((host) => host.openOrClosedShadowRoot ?? []);
  const texts: string[] = [];
  for (const root of roots) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) texts.push(walker.currentNode.nodeValue ?? '');
  }
  const elements = roots.flatMap((root) => [...root.querySelectorAll('*')]);
  const buttons = elements
    .filter((element) => element.localName === 'button')
    .map((button) => {
      const { x, y, width, height } = button.getBoundingClientRect();
      const label = button.getAttribute('aria-label') ?? button.textContent?.trim() ?? '';
      return { label, x: x + width / 2, y: y + height / 2 };
    });
  const cards = roots
    .flatMap((root) => [...root.querySelectorAll('.card')])
    .map((card) => {
      const { left, top, right, bottom } = card.getBoundingClientRect();
      return { left, top, right, bottom };
    });
  return { texts, cards, tags: elements.map(({ localName }) => localName.toUpperCase()), buttons };
};
