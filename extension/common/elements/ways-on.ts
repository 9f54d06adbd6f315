import type { Consent } from '../../../shared/contracts/remote.ts';
import type { ErrorReport } from '../../../shared/errors.ts';
import { t } from '../words/words.ts';
import type { Way } from './notice.ts';

const RETRY: ReadonlySet<ErrorReport['code']> = new Set(['timeout', 'unreachable', 'http-status', 'engine-failed']);

/**
 * The ways on from a job that failed: the answers to whether a copy may be sent, or to try again.
 *
 * @param again does the job again, with the person's answer where one was given.
 * @param leave lets it be.
 */
export function waysOn({ code }: ErrorReport, again: (consent?: Consent) => void, leave: () => void): readonly Way[] {
  if (code === 'remote-offered') {
    return [
      { label: t('sendOnce'), act: () => again('once') },
      { label: t('sendAlways'), act: () => again('always') },
      { label: t('sendNot'), act: leave },
    ];
  }
  return RETRY.has(code) ? [{ label: t('tryAgain'), act: () => again() }] : [];
}
