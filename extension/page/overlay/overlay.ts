import { matches } from '../../common/browser/unshadowed.ts';
import { coverLayer, type Layer } from './cover-layer.ts';
import { drawPicture } from './draw-picture.ts';
import { h } from './element.ts';
import { onEscape as listenForEscape } from './escape.ts';
import { follow, place } from './follow.ts';
import { addCard, concealed, focusedCard, removeCard } from './host.ts';

/** How a card over the page behaves. */
export interface CardOptions {
  /** Called on Escape while the card has the keyboard, or is the last one that came. */
  onEscape(): void;
  /** Only one such card shows at a time. A former one goes, unless it is in use. */
  readonly sole?: boolean;
}

/** A result shown above the card. */
export interface Aside {
  show(picture: Blob): Promise<void>;
  undo(): Promise<void>;
}

/** Shows one card of controls over a picture or beside it, and canvases over the picture. */
export interface Overlay extends Layer {
  /** Shows a card in the place of the one before. */
  show(card: HTMLElement, how: CardOptions): void;
  /** Whether a card shows. */
  readonly isOpen: boolean;
  /** Has the next card take the keyboard, because the person began with it. */
  takeKeyboard(): void;
  /** Takes the card away; canvases stay. */
  hide(): void;
  /** Takes a card away that nobody has touched, nor one that it came from. */
  hideUnused(): void;
  /** Lets go of the picture: the card goes on in the window's corner. */
  loosen(): void;
  /** Shows a result above the card, for pictures that this document can't see. */
  beside(): Aside;
  /** Runs something while nothing of ours shows. */
  readonly concealed: typeof concealed;
}

/** The `sole` card that shows. */
let sole: { holder: HTMLElement; close(): void } | undefined;

/** @param anchor the picture to keep to; undefined puts the card into the window's corner. */
export function createOverlay(anchor: Element | undefined): Overlay {
  let card: HTMLElement | undefined;
  let holder: HTMLElement | undefined;
  let stop: (() => void) | undefined;
  let focusBefore: Element | null = null;
  let aside: HTMLCanvasElement | undefined;
  let options: CardOptions | undefined;
  let wantsKeyboard = false;
  let isUsed = false;

  const hasFocus = () => card?.contains(focusedCard()) ?? false;
  const takeAway = () => {
    stop?.();
    if (sole?.holder === holder) sole = undefined;
    if (holder) removeCard(holder);
    card = holder = undefined;
  };
  const hide = () => {
    const had = hasFocus();
    takeAway();
    isUsed = false;
    if (had && focusBefore instanceof HTMLElement) focusBefore.focus({ preventScroll: true });
  };
  const show: Overlay['show'] = (next, how) => {
    const inside = hasFocus();
    const takesKeyboard = inside || (wantsKeyboard && !isTyping());
    wantsKeyboard = false;
    if (!inside) focusBefore = document.activeElement;
    takeAway();
    const mine = h('div', { class: anchor ? 'place' : 'place corner' }, ...(aside ? [aside] : []), next);
    [card, holder, options] = [next, mine, how];
    if (how.sole) {
      if (sole && !sole.holder.matches(':hover, :focus-within')) sole.close();
      sole = { holder: mine, close: how.onEscape };
    }
    addCard(mine, anchor ? 'free' : 'corner');
    const stopFollowing = anchor && follow(anchor, (box) => place(mine, box), mine);
    const stopListening = listenForEscape(mine, how.onEscape);
    stop = () => {
      stopFollowing?.();
      stopListening();
    };
    mine.addEventListener('pointerdown', () => {
      isUsed = true;
    });
    // After the mouse, keys are the page's: space goes on scrolling it.
    if (takesKeyboard) next.querySelector<HTMLElement>('button:not([tabindex="-1"])')?.focus({ preventScroll: true });
  };

  return {
    show,
    get isOpen() {
      return card !== undefined;
    },
    takeKeyboard() {
      wantsKeyboard = true;
    },
    hide,
    hideUnused() {
      if (!isUsed && !hasFocus()) hide();
    },
    concealed,
    loosen() {
      anchor = undefined;
      if (card && options) show(card, options);
    },
    beside() {
      const canvas = h('canvas', { class: 'shown' });
      return {
        async show(picture) {
          await drawPicture(canvas, picture);
          aside = canvas;
          card?.before(canvas);
        },
        async undo() {
          aside = undefined;
          canvas.remove();
        },
      };
    },
    ...coverLayer(),
  };
}

/** True where somebody may be writing. */
const isTyping = (): boolean =>
  document.activeElement !== null && matches(document.activeElement, ':read-write, select');
