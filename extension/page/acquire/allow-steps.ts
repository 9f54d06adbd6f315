import type { CutoutErrorCode } from '../../../shared/errors.ts';
import type { NextStep } from '../../common/elements/next-steps.ts';
import { hostOf } from '../../common/requests/fetch-picture.ts';
import { t } from '../../common/words/words.ts';
import { requestHost } from './host-permission.ts';

/** A picture whose host must be allowed, or all hosts where its own leads on to another. */
export interface Asked {
  readonly url: string;
  readonly everywhere?: true;
}

/** What must be allowed after a failure of this code for the picture at `url` to be had; undefined where that is nothing. */
export function askedFor(code: CutoutErrorCode, url: string | undefined): Asked | undefined {
  if (!url) return undefined;
  if (code === 'all-hosts-needed') return { url, everywhere: true };
  return code === 'permission-needed' ? { url } : undefined;
}

/**
 * The answers to the question whether a picture may be read: its host, where that is enough, or all of them.
 *
 * @param act is given what asks the browser for it.
 */
export const allowSteps = (
  { url, everywhere }: Asked,
  act: (request: () => Promise<void>, everywhere?: true) => void,
): readonly NextStep[] => [
  ...(everywhere ? [] : [{ label: t('allowHost', hostOf(url)), act: () => act(() => requestHost(url)) }]),
  { label: t('allowEverywhere'), act: () => act(() => requestHost(url, true, everywhere), true) },
];
