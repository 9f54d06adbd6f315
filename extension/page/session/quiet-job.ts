import { CutoutError } from '../../../shared/errors.ts';
import { type ProgressCard, progressCard } from '../overlay/cards/progress.ts';
import { type MakeHooks, makeResults } from './results/make-results.ts';
import type { SessionState } from './state.ts';

/** A job that has no card until somebody asks for its picture. */
export interface QuietJob {
  /** Whether it waits or runs. */
  readonly isRunning: boolean;
  /** Whether its card shows. */
  readonly isWatched: boolean;
  /**
   * Makes a cutout and a matte where a person is sure.
   *
   * @param show puts them into the picture's place.
   * @param end is called at last, where nobody watches.
   * @throws CutoutError as `makeResults`.
   */
  run(hooks: MakeHooks, show: () => Promise<void>, end: () => void): Promise<void>;
  /**
   * Shows a card with its place in the line and how far it is, until it has ended, well or not.
   *
   * @throws CutoutError `aborted` when the person closes the card; the job goes on.
   */
  watch(): Promise<void>;
}

/** A quiet job for the picture of `state`. */
export function createQuietJob(state: SessionState): QuietJob {
  const { target, results, overlay } = state;
  let ended: Promise<unknown> | undefined;
  let card: ProgressCard | undefined;
  let before = 0;

  const work = async (hooks: MakeHooks, show: () => Promise<void>, end: () => void) => {
    const telling = {
      onPlace(place: number) {
        before = place;
        card?.place(place);
      },
      onProgress: ((stage, fraction) => card?.at(stage, fraction)) satisfies MakeHooks['onProgress'],
    };
    state.isWorking = true;
    try {
      await makeResults(target, results, ['cutout', 'matte'], { ...hooks, ...telling, sureOnly: true });
      await show();
    } finally {
      state.isWorking = false;
      ended = undefined;
      if (!card) end();
    }
  };

  return {
    get isRunning() {
      return ended !== undefined;
    },
    get isWatched() {
      return card !== undefined;
    },
    run(hooks, show, end) {
      const working = work(hooks, show, end);
      ended = working.catch(() => {});
      return working;
    },
    async watch() {
      const closed = new Promise<never>((_, reject) => {
        const close = () => reject(new CutoutError('aborted', 'Cancelled.'));
        card = progressCard(close);
        card.place(before);
        overlay.show(card.card, { onEscape: close });
      });
      try {
        await Promise.race([ended, closed]);
      } finally {
        card = undefined;
      }
    },
  };
}
