import type { NextStep } from '../../common/elements/next-steps.ts';
import { hostOf } from '../../common/requests/fetch-picture.ts';
import { t } from '../../common/words/words.ts';
import { requestHost } from './host-permission.ts';

/**
 * The two answers to the question whether a picture's host may be read: this host, or all of them.
 *
 * @param act is given what asks the browser for it.
 */
export const allowSteps = (
  url: string,
  act: (request: () => Promise<void>, everywhere?: true) => void,
): readonly NextStep[] => [
  { label: t('allowHost', hostOf(url)), act: () => act(() => requestHost(url)) },
  { label: t('allowEverywhere'), act: () => act(() => requestHost(url, true), true) },
];
