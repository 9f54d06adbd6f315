import { languageTag } from '../../common/words/words.ts';
import { directionOf } from '../../contracts/words.ts';
import { h } from './element.ts';
import { topmostModal } from './modal.ts';
import css from './style.css';

const TAG = 'matteo-overlay';
/** How often the cards are checked: the page may have covered, moved or removed them. */
const CHECK_MS = 250;

/** Events that must not reach the page's own handlers: its shortcuts, its “click outside”, its focus traps. */
const KEPT = [
  ...['keydown', 'keyup', 'keypress', 'beforeinput', 'input', 'change', 'focusin', 'focusout', 'contextmenu', 'wheel'],
  ...['click', 'auxclick', 'dblclick', 'mousedown', 'mouseup', 'pointerdown', 'pointerup', 'touchstart', 'touchend'],
];

/**
 * Creates an element of ours for the page, with a closed shadow root that page scripts can't enter. It is created in a document
 * without scripts. The page may have a class of its own for elements of this name, and that class could open a closed root that
 * was made in the page's document (`ElementInternals.shadowRoot`).
 */
export function createHost(part: 'cards' | 'cover'): { host: HTMLElement; root: ShadowRoot; sheet: HTMLElement } {
  const host = document.adoptNode(document.implementation.createHTMLDocument('').createElement(TAG));
  const root = host.attachShadow({ mode: 'closed' });
  dress(root);
  const sheet = h('div', { class: part, lang: languageTag(), dir: directionOf(languageTag()) });
  root.append(sheet);
  // A button that is pressed by mouse leaves the keyboard where it is.
  root.addEventListener('mousedown', (event) => {
    if (event.target instanceof Element && event.target.closest('button')) event.preventDefault();
  });
  for (const type of KEPT) root.addEventListener(type, (event) => event.stopPropagation());
  return { host, root, sheet };
}

function dress(root: ShadowRoot): void {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [sheet];
  } catch {
    // Firefox does not always let a content script adopt sheets.
    root.append(h('style', {}, css));
  }
}

/** Removes what an earlier copy of this script (before an update of the extension) left in the page. */
export function removeLeftovers(): void {
  for (const host of document.querySelectorAll(TAG)) if (host !== cards?.host) host.remove();
}

let scheme = '';
/** Has the cards, from the next one on, look light or dark; `auto`: as the browser does. */
export function setTheme(theme: 'auto' | 'light' | 'dark'): void {
  scheme = theme === 'auto' ? '' : theme;
}

let cards: ReturnType<typeof createHost> | undefined;
let watch: ReturnType<typeof setInterval> | undefined;

/** Adds a card to what shows over the page, in the browser's top layer. */
export function addCard(holder: HTMLElement, place: 'free' | 'corner'): void {
  if (!cards) {
    cards = createHost('cards');
    cards.host.popover = 'manual';
    cards.sheet.style.colorScheme = scheme;
    watch = setInterval(settle, CHECK_MS);
    document.addEventListener('fullscreenchange', raise);
  }
  (place === 'free' ? cards.sheet : cornersOf(cards.sheet)).append(holder);
  settle();
}

/** The window's corner, where cards without a picture of their own stand on one another. */
function cornersOf(sheet: HTMLElement): Element {
  const corners = sheet.querySelector(':scope > .corners') ?? h('div', { class: 'corners' });
  sheet.append(corners);
  return corners;
}

/** Takes something away again; with the last, every trace of ours leaves the page. */
export function removeCard(holder: HTMLElement): void {
  holder.remove();
  if (!cards || cards.sheet.querySelector('.place')) return;
  clearInterval(watch);
  document.removeEventListener('fullscreenchange', raise);
  cards.host.remove();
  cards = undefined;
}

/** The element of ours that has the keyboard. */
export const focusedCard = (): Element | null => cards?.root.activeElement ?? null;

/** Runs something while nothing of ours shows, two frames after it went: for a picture of the tab. */
export async function concealed<Result>(act: () => Promise<Result>): Promise<Result> {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  cards?.sheet.classList.add('concealed');
  try {
    await frame();
    await frame();
    return await act();
  } finally {
    cards?.sheet.classList.remove('concealed');
  }
}

/** Sees to it that the cards are in the document, on top, and not in the part that a modal dialog has made inert. */
function settle(): void {
  if (!cards) return;
  const { host, root } = cards;
  const home = topmostModal() ?? document.documentElement;
  if (host.parentNode !== home) {
    const { activeElement } = root;
    home.append(host);
    show(host);
    if (activeElement instanceof HTMLElement) activeElement.focus({ preventScroll: true });
  } else if (!host.matches(':popover-open')) show(host);
}

/** What went to the top layer later lies above: full screen, say. */
function raise(): void {
  if (cards?.host.matches(':popover-open')) cards.host.hidePopover();
  settle();
}

function show(host: HTMLElement): void {
  try {
    host.showPopover();
  } catch {
    // Without the top layer there is still the largest z-index.
  }
}
