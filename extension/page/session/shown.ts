import { CutoutError } from '../../../shared/errors.ts';
import { compose } from '../../common/engine/ask-engine.ts';
import type { Backdrop } from '../../contracts/messages.ts';
import type { Acquired } from '../acquire/way.ts';
import type { Target } from '../find/kinds.ts';
import type { Choice } from '../overlay/cards/choice.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { Results } from './results.ts';
import { createStand, type Stand } from './stand.ts';

/** What is shown of one picture's results, and where. */
export interface Shown {
  /** Whether something of ours shows, and if so through the page's own element or over it. */
  readonly now: 'in page' | 'over it' | undefined;
  /** What is shown, copied and saved: the cutout over what was chosen. */
  finished(): Blob | undefined;
  preview(small: Blob, acquired: Acquired): Promise<void>;
  show(): Promise<void>;
  /**
   * Lays the cutout over something else; of several the last counts.
   *
   * @throws CutoutError when the picture to lay it over can't be read.
   */
  lay(choice: Choice): Promise<void>;
  compare(original: boolean): Promise<void>;
  undo(): Promise<void>;
  /** From now on it shows in a card, the picture having left the page. */
  moveOut(): Promise<void>;
}

/** @param onTaken called when the page itself put another picture there. */
export function createShown(target: Target, results: Results, overlay: Overlay, onTaken: () => void): Shown {
  let place = target;
  let stand: Stand | undefined;
  let composing: AbortController | undefined;

  const put = (picture: Blob, { secret, inset }: Acquired) => {
    stand ??= createStand(place, overlay, () => {
      stand = undefined;
      onTaken();
    });
    return stand.show(picture, secret, inset);
  };
  const finished = () => results.composed ?? results.cutout;
  const show = async () => {
    const picture = finished();
    if (picture && results.acquired) await put(picture, results.acquired);
    delete results.missing;
  };
  const undo = async () => {
    const before = stand;
    stand = undefined;
    await before?.undo();
  };

  return {
    get now() {
      return stand && (stand.inPage ? 'in page' : 'over it');
    },
    finished,
    preview: put,
    show,
    undo,
    async lay(choice) {
      composing?.abort(new CutoutError('aborted', 'Another background was chosen.'));
      const mine = new AbortController();
      composing = mine;
      const backdrop = backdropOf(choice, results);
      const composed = backdrop && results.cutout && (await compose(results.cutout, backdrop, mine.signal));
      mine.signal.throwIfAborted();
      results.backdrop = choice;
      if (composed) results.composed = composed;
      else delete results.composed;
      if (stand) await show();
    },
    compare: async (original) => stand?.compare(original),
    async moveOut() {
      await undo();
      place = { kind: 'unseen', url: target.url ?? '' };
    },
  };
}

function backdropOf(choice: Choice, { acquired }: Results): Backdrop | undefined {
  if (choice.kind === 'none') return undefined;
  if (choice.kind !== 'blur') return choice;
  return acquired && { kind: 'blur', original: acquired.picture };
}
