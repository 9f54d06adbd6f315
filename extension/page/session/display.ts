import { CutoutError } from '../../../shared/errors.ts';
import { compose } from '../../common/engine/ask-engine.ts';
import type { Backdrop } from '../../contracts/messages.ts';
import type { Acquired } from '../acquire/source.ts';
import type { Target } from '../find/kinds.ts';
import type { Choice } from '../overlay/cards/choice.ts';
import type { Overlay } from '../overlay/overlay.ts';
import { createReplacer, type Replacer } from '../replace/replacer.ts';
import type { Results } from './results/results.ts';

/** Shows one picture's results in its place. */
export interface Display {
  /** Whether something of ours shows, and if so through the page's own element or over it. */
  readonly place: 'in page' | 'over it' | undefined;
  preview(small: Blob, acquired: Acquired): Promise<void>;
  show(): Promise<void>;
  /**
   * Lays the cutout over something else; of several the last counts.
   *
   * @throws CutoutError when the picture to lay it over can't be read.
   */
  setBackdrop(choice: Choice): Promise<void>;
  /**
   * Lays a cutout that was just made over what was chosen before, else over `usual`.
   *
   * @throws CutoutError as `setBackdrop`.
   */
  layChosen(usual: Choice): Promise<void>;
  compare(original: boolean): Promise<void>;
  undo(): Promise<void>;
  /** Puts the page back; from now on results show in a card. */
  leavePage(): Promise<void>;
}

/** @param onTaken called when the page itself put another picture there. */
export function createDisplay(target: Target, results: Results, overlay: Overlay, onTaken: () => void): Display {
  let shownFor = target;
  let replacer: Replacer | undefined;
  let composing: AbortController | undefined;

  const put = (picture: Blob, { secret, inset }: Acquired) => {
    replacer ??= createReplacer(shownFor, overlay, () => {
      replacer = undefined;
      onTaken();
    });
    return replacer.show(picture, secret, inset);
  };
  const show = async () => {
    const picture = results.pictureOf('cutout');
    // A page must not come to a picture of the person's own.
    const own = results.composed && results.backdrop?.kind === 'picture' && { secret: true };
    if (picture && results.acquired) await put(picture, { ...results.acquired, ...own });
    results.setMissing(false);
  };
  const undo = async () => {
    const former = replacer;
    replacer = undefined;
    await former?.undo();
  };

  const setBackdrop = async (choice: Choice) => {
    composing?.abort(new CutoutError('aborted', 'Another background was chosen.'));
    const mine = new AbortController();
    composing = mine;
    const backdrop = backdropOf(choice, results);
    const composed = backdrop && results.cutout && (await compose(results.cutout, backdrop, { signal: mine.signal }));
    mine.signal.throwIfAborted();
    results.setBackdrop(choice, composed);
    if (replacer) await show();
  };

  return {
    get place() {
      return replacer && (replacer.isInPage ? 'in page' : 'over it');
    },
    preview: put,
    show,
    undo,
    setBackdrop,
    async layChosen(usual) {
      const choice = results.backdrop ?? usual;
      if (choice.kind !== 'none' && !results.composed) await setBackdrop(choice);
    },
    compare: async (original) => replacer?.compare(original),
    async leavePage() {
      await undo();
      shownFor = { kind: 'unseen', url: target.url ?? '' };
    },
  };
}

function backdropOf(choice: Choice, { acquired }: Results): Backdrop | undefined {
  if (choice.kind === 'none') return undefined;
  if (choice.kind !== 'blur') return choice;
  return acquired && { kind: 'blur', original: acquired.picture };
}
