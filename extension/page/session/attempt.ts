import type { Consent } from '../../../shared/contracts/remote.ts';
import { type CutoutErrorCode, isAbort } from '../../../shared/errors.ts';
import { waysOn } from '../../common/elements/ways-on.ts';
import { ask } from '../../common/requests/ask.ts';
import { hostOf } from '../../common/requests/fetch-picture.ts';
import { Failure, inWords } from '../../common/words/failure.ts';
import { t } from '../../common/words/words.ts';
import { offersFor } from '../acquire/offers.ts';
import { screenshot } from '../acquire/screenshot.ts';
import type { Target } from '../find/kinds.ts';
import { panel, type Way } from '../overlay/cards/panel.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { Results } from './results.ts';

/** Something to do, with the person's leave to send a copy where it was given. */
export type Work = (consent?: Consent) => Promise<void>;

/** Asks for leave to read pictures of the host of `url`. @throws CutoutError `permission-needed` when it is refused. */
export async function requestHost(url: string): Promise<void> {
  const { granted } = await ask({ kind: 'permission/request', url });
  if (!granted) throw new Failure('permission-needed', t('permissionRefused', hostOf(url)));
}

/**
 * Does things, and says what went wrong with ways on.
 *
 * @returns does `work`; `after` is called when it was cancelled, or what went wrong was read.
 */
export function createAttempts(target: Target, results: Results, overlay: Overlay) {
  const { url = '' } = target;

  async function attempt(work: Work, after: () => void, consent?: Consent): Promise<void> {
    try {
      await work(consent);
    } catch (thrown) {
      if (isAbort(thrown)) return after();
      const { code, message } = inWords(thrown);
      const show = (ways: readonly Way[], closeLabel?: string) =>
        overlay.show(panel(message, ways, after, closeLabel), { onEscape: after });
      const { ways, leave } = waysOn(code, (given = consent) => void attempt(work, after, given));
      if (leave) return show(ways, leave);
      show([
        ...(code === 'permission-needed' && !results.acquired ? [allow(work, after)] : []),
        ...ways,
        ...(results.acquired ? [] : otherwise(code, work, after)),
      ]);
    }
  }

  const allow = (work: Work, after: () => void): Way => ({
    label: t('allowHost', hostOf(url)),
    act: () =>
      void attempt(async () => {
        await requestHost(url);
        await work();
      }, after),
  });

  /** What still works where the picture's own pixels can't be had. */
  const otherwise = (code: CutoutErrorCode, work: Work, after: () => void): Way[] => {
    const { visible, address } = offersFor(target, code);
    const shot = {
      label: t('takeScreenshot'),
      act: () =>
        void attempt(async () => {
          if (visible) results.acquired = await screenshot(visible, overlay.concealed);
          await work();
        }, after),
    };
    const open = { label: t('openPicture'), act: () => void window.open(address, '_blank', 'noopener') };
    return [...(visible ? [shot] : []), ...(address ? [open] : [])];
  };

  return attempt;
}
