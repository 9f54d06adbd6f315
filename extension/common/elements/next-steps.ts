import type { Consent } from '../../../shared/contracts/remote.ts';
import type { ErrorReport } from '../../../shared/errors.ts';
import { ASKED_EACH_TIME } from '../../contracts/messages.ts';
import { t } from '../words/words.ts';

/** Something that a person can do next: a button. */
export interface NextStep {
  readonly label: string;
  act(): void;
}

/** What can be done after a job failed. */
export interface NextSteps {
  /** Answers that let a copy be sent, or another try. */
  readonly steps: readonly NextStep[];
  /** What it is called to do nothing, where a question was asked. */
  readonly leave?: string;
}

const RETRY: ReadonlySet<ErrorReport['code']> = new Set(['timeout', 'unreachable', 'http-status', 'engine-failed']);

/** What is asked about a failure. */
type Reported = Pick<ErrorReport, 'code' | 'facts'>;

/** @param again does the job again, with the person's answer where one was given. */
export function nextSteps({ code, facts }: Reported, again: (consent?: Consent) => void): NextSteps {
  if (code !== 'remote-offered') {
    return { steps: RETRY.has(code) ? [{ label: t('tryAgain'), act: () => again() }] : [] };
  }
  return {
    steps: [
      { label: t('sendOnce'), act: () => again('once') },
      ...(facts?.includes(ASKED_EACH_TIME) ? [] : [{ label: t('sendAlways'), act: () => again('always') }]),
    ],
    leave: t('sendNot'),
  };
}

/** The same as one list: where a question was asked, its last step calls `leave`. */
export function nextStepsAndLeave(
  reported: Reported,
  again: (consent?: Consent) => void,
  leave: () => void,
): readonly NextStep[] {
  const { steps, leave: label } = nextSteps(reported, again);
  return label ? [...steps, { label, act: leave }] : steps;
}
