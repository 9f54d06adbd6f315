import { drawPicture, type Layer } from '../cover.ts';
import type { Replacement } from '../replace.ts';
import { h } from './element.ts';
import { follow, place } from './follow.ts';
import css from './style.css';

/** One card of controls over (or beside) a picture, and canvases that lie over it. */
export interface Overlay extends Layer {
  /** Shows a card in the place of the one before. */
  show(card: HTMLElement): void;
  /** Takes the card away; canvases stay. */
  hide(): void;
  /** Shows a result above the card, for pictures that this document can't see. */
  beside(): Replacement;
}

let shared: { host: HTMLElement; root: ShadowRoot } | undefined;

/** The closed shadow root that holds all we draw; put back when the page threw it out. */
function shadow(): ShadowRoot {
  if (!shared) {
    const host = document.createElement('matteo-overlay');
    const root = host.attachShadow({ mode: 'closed' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [sheet];
    shared = { host, root };
  }
  if (!shared.host.isConnected) document.documentElement.append(shared.host);
  return shared.root;
}

/**
 * @param anchor the picture to keep to; undefined puts the card into the window's corner.
 * @param onEscape called on Escape while a card shows.
 */
export function createOverlay(anchor: Element | undefined, onEscape: () => void): Overlay {
  let card: HTMLElement | undefined;
  let stop: (() => void) | undefined;
  let focusBefore: Element | null = null;
  let aside: HTMLCanvasElement | undefined;

  const onEscapeKey = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !event.isTrusted || event.defaultPrevented) return;
    event.stopPropagation();
    onEscape();
  };
  const hide = () => {
    stop?.();
    removeEventListener('keydown', onEscapeKey, true);
    const hadFocus = card?.contains(shadow().activeElement) ?? false;
    card?.parentElement?.remove();
    card = undefined;
    if (hadFocus && focusBefore instanceof HTMLElement) focusBefore.focus({ preventScroll: true });
  };

  return {
    show(next) {
      const idle = !document.activeElement || document.activeElement === document.body;
      const inside = card?.contains(shadow().activeElement) ?? false;
      if (!inside) focusBefore = document.activeElement;
      hide();
      card = next;
      const holder = h('div', { class: anchor ? 'place' : 'place corner' }, ...(aside ? [aside] : []), card);
      holder.classList.toggle('narrow', innerWidth < 640);
      shadow().append(holder);
      if (anchor) stop = follow(anchor, (box) => place(holder, box), holder);
      addEventListener('keydown', onEscapeKey, true);
      // A person who types elsewhere keeps the keyboard.
      if (idle || inside) next.querySelector('button')?.focus({ preventScroll: true });
    },
    hide,
    beside() {
      const canvas = h('canvas', { class: 'shown' });
      return {
        async show(picture) {
          await drawPicture(canvas, picture);
          aside = canvas;
          card?.before(canvas);
        },
        async compare() {},
        async undo() {
          aside = undefined;
          canvas.remove();
        },
      };
    },
    add(canvas, element) {
      shadow().prepend(canvas);
      const stopFollowing = follow(element, (box) => {
        Object.assign(canvas.style, {
          transform: `translate(${box.left}px, ${box.top}px)`,
          width: `${box.width}px`,
          height: `${box.height}px`,
        });
      });
      return () => {
        stopFollowing();
        canvas.remove();
      };
    },
  };
}

/** Removes what an earlier copy of this script (before an update of the extension) left in the page. */
export function removeLeftovers(): void {
  for (const host of document.querySelectorAll('matteo-overlay')) if (host !== shared?.host) host.remove();
}
