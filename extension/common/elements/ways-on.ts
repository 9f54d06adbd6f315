import type { Consent } from '../../../shared/contracts/remote.ts';
import type { ErrorReport } from '../../../shared/errors.ts';
import { t } from '../words/words.ts';
import type { Way } from './notice.ts';

const RETRY: ReadonlySet<ErrorReport['code']> = new Set(['timeout', 'unreachable', 'http-status', 'engine-failed']);

/** The ways on from a job that failed. */
export interface WaysOn {
  /** The two answers that let a copy be sent, or to try again. */
  readonly ways: readonly Way[];
  /** What to leave it at is called, where a question was asked. */
  readonly leave?: string;
}

/** @param again does the job again, with the person's answer where one was given. */
export function waysOn(code: ErrorReport['code'], again: (consent?: Consent) => void): WaysOn {
  if (code !== 'remote-offered') return { ways: RETRY.has(code) ? [{ label: t('tryAgain'), act: () => again() }] : [] };
  return {
    ways: [
      { label: t('sendOnce'), act: () => again('once') },
      { label: t('sendAlways'), act: () => again('always') },
    ],
    leave: t('sendNot'),
  };
}

/** The same, with the way out among them where a question was asked. */
export function answersTo(
  code: ErrorReport['code'],
  again: (consent?: Consent) => void,
  act: () => void,
): readonly Way[] {
  const { ways, leave } = waysOn(code, again);
  return leave ? [...ways, { label: leave, act }] : ways;
}
