import type { Consent } from '../../../shared/contracts/remote.ts';
import { type CutoutErrorCode, isAbort } from '../../../shared/errors.ts';
import { waysOn } from '../../common/elements/ways-on.ts';
import { openEditor } from '../../common/requests/editor.ts';
import { hostOf } from '../../common/requests/fetch-picture.ts';
import { inWords } from '../../common/words/failure.ts';
import { shownName } from '../../common/words/file-name.ts';
import { t } from '../../common/words/words.ts';
import { offersFor } from '../acquire/offers.ts';
import { screenshot } from '../acquire/screenshot.ts';
import { nameOf, type Target } from '../find/kinds.ts';
import { panel, type Way } from '../overlay/cards/panel.ts';
import type { Overlay } from '../overlay/overlay.ts';
import { requestHost } from './permission.ts';
import type { Results } from './results.ts';

/** Something to do, with the person's leave to send a copy where it was given. */
export type Work = (consent?: Consent) => Promise<void>;

/** What goes before the work itself, on the way that was chosen. */
interface Before {
  readonly consent?: Consent | undefined;
  /** Done once, and not again on the ways on from a failure of the work. */
  readonly first?: (() => Promise<void>) | undefined;
}

/**
 * Does things, and says what went wrong with ways on.
 *
 * @returns does `work`; `after` is called when it was cancelled, or what went wrong was read.
 */
export function createAttempts(target: Target, results: Results, overlay: Overlay) {
  const { url = '' } = target;
  /** Counts what was chosen: an answer that was waited for is too late once something else was. */
  let turn = 0;

  async function attempt(work: Work, after: () => void, { consent, first }: Before = {}): Promise<void> {
    const mine = ++turn;
    let toDo = first;
    const close = () => {
      turn++;
      after();
    };
    try {
      await toDo?.();
      if (toDo && mine !== turn) return;
      toDo = undefined;
      await work(consent);
    } catch (thrown) {
      if (isAbort(thrown)) return close();
      const { code, message } = inWords(thrown);
      const again = (before: Before) => void attempt(work, after, { consent, ...before });
      const show = (ways: readonly Way[], closeLabel?: string) =>
        overlay.show(panel(message, ways, close, closeLabel), { onEscape: close });
      const { ways, leave } = waysOn(code, (given = consent) => again({ consent: given, first: toDo }));
      if (leave) return show(ways, leave);
      const allow = () => ({ label: t('allowHost', hostOf(url)), act: () => again({ first: () => requestHost(url) }) });
      const byHand = async () => {
        const { acquired } = results;
        if (acquired) await openEditor({ picture: acquired.picture, name: shownName(nameOf(target)) });
        close();
      };
      show([
        ...(code === 'no-person' && results.acquired
          ? [{ label: t('openInEditor'), act: () => void attempt(byHand, after) }]
          : []),
        ...(code === 'permission-needed' && !results.acquired ? [allow()] : []),
        ...ways,
        ...(results.acquired ? [] : otherwise(code, (first) => again({ first }))),
      ]);
    }
  }

  /** What still works where the picture's own pixels can't be had. */
  const otherwise = (code: CutoutErrorCode, act: (first: () => Promise<void>) => void): Way[] => {
    const { visible, address } = offersFor(target, code);
    const take = async () => {
      if (visible) results.acquired = await screenshot(visible, overlay.concealed);
    };
    const shot = { label: t('takeScreenshot'), act: () => act(take) };
    const open = { label: t('openPicture'), act: () => void window.open(address, '_blank', 'noopener') };
    return [...(visible ? [shot] : []), ...(address ? [open] : [])];
  };

  return attempt;
}
