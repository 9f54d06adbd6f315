import type { Consent } from '../../../shared/contracts/remote.ts';
import { type CutoutErrorCode, isAbort } from '../../../shared/errors.ts';
import { type NextStep, nextSteps } from '../../common/elements/next-steps.ts';
import { openEditor } from '../../common/requests/editor.ts';
import { inWords } from '../../common/words/failure.ts';
import { shownName } from '../../common/words/file-name.ts';
import { t } from '../../common/words/words.ts';
import { HostNeeded } from '../acquire/acquire-full.ts';
import { allowSteps, askedFor } from '../acquire/allow-steps.ts';
import { alternativesFor } from '../acquire/alternatives.ts';
import { questionElsewhere } from '../acquire/host-permission.ts';
import { takeScreenshot } from '../acquire/take-screenshot.ts';
import { nameOf } from '../find/kinds.ts';
import { panel } from '../overlay/cards/panel.ts';
import { placeOf } from './opened.ts';
import type { SessionState } from './state.ts';

/** Something to do, with the person's consent to send a copy where it was given. */
export type Work = (consent?: Consent) => Promise<void>;

/** Does `work`. `onClose` is called when it was cancelled, or when its card was closed. */
export type WithFailureCard = (work: Work, onClose: () => void) => Promise<void>;

/** What was chosen in the card. */
interface Chosen {
  readonly consent?: Consent | undefined;
  /** Goes before the work, and is not done again once it was done. */
  readonly first?: (() => Promise<void>) | undefined;
}

/** Does things; where one fails, a card says why, and what can be done next. */
export function createFailureCard(state: SessionState): WithFailureCard {
  const { target, results, overlay } = state;
  const { url = '' } = target;
  /** Counts what was chosen: an answer that was waited for is too late once something else was. */
  let turn = 0;

  async function attempt(work: Work, onClose: () => void, { consent, first }: Chosen = {}): Promise<void> {
    const mine = ++turn;
    let toDo = first;
    const close = () => {
      turn++;
      onClose();
    };
    try {
      await toDo?.();
      if (toDo && mine !== turn) return;
      toDo = undefined;
      await work(consent);
    } catch (thrown) {
      if (isAbort(thrown)) return close();
      const failure = inWords(thrown);
      const { code, message } = failure;
      const again = (chosen: Chosen) => void attempt(work, onClose, { consent, ...chosen });
      const show = (steps: readonly NextStep[], closeLabel?: string) =>
        overlay.show(panel(message, steps, close, closeLabel), { onEscape: close });
      const own = results.acquired ? undefined : url;
      const asked = askedFor(code, thrown instanceof HostNeeded ? thrown.url : own);
      const { steps, leave } = nextSteps(failure, (given = consent) => again({ consent: given, first: toDo }));
      if (leave) return show(steps, leave);
      const byHand = async () => {
        const { acquired, matte } = results;
        const name = shownName(nameOf(target));
        const job = acquired && { picture: acquired.picture, ...(matte && { matte }), name };
        if (job) await openEditor(job, { place: placeOf(state) });
        close();
      };
      show([
        ...(code === 'no-person' && results.acquired
          ? [
              {
                // Of a person in whom no head is seen there is a matte.
                label: t(results.matte ? 'openInEditor' : 'chooseYourself'),
                act: () => void attempt(byHand, onClose),
              },
            ]
          : []),
        ...(asked ? allowSteps(asked, (request) => again({ first: request })) : []),
        ...steps,
        ...(results.acquired ? [] : otherwise(code, (first) => again({ first }))),
      ]);
      if (asked)
        void questionElsewhere(asked.url, asked.everywhere).then(
          (allowed) => allowed && mine === turn && again({}),
          // The card's own buttons stay.
          () => {},
        );
    }
  }

  /** What still works where the picture's own pixels can't be had. */
  const otherwise = (code: CutoutErrorCode, act: (first: () => Promise<void>) => void): NextStep[] => {
    const { visible, address } = alternativesFor(target, code);
    const take = async () => {
      if (visible) results.setPicture(await takeScreenshot(visible, overlay.concealed));
    };
    const shot = { label: t('takeScreenshot'), act: () => act(take) };
    const open = { label: t('openPicture'), act: () => void window.open(address, '_blank', 'noopener') };
    return [...(visible ? [shot] : []), ...(address ? [open] : [])];
  };

  return attempt;
}
