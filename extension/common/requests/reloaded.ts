import { browser } from '../browser/browser.ts';
import { Failure } from '../words/failure.ts';
import { t } from '../words/words.ts';

// Asked for at start: both are needed when there is nobody to ask any more.
const sentence = () => t('extensionReloaded');
sentence();
t('close');

/** True in a page script whose extension was updated, reloaded or removed since. */
export const isReloaded = (): boolean => {
  try {
    return !browser.runtime?.id;
  } catch {
    return true;
  }
};

/** How often it is looked whether a call has lost its extension: some browsers leave it without an answer then. */
const LOOK_MS = 250;

/**
 * Runs a call to the extension.
 *
 * @throws CutoutError `extension-gone` with the sentence to show when this script has lost its extension.
 */
export async function whenReloaded<Result>(call: () => Result | Promise<Result>): Promise<Result> {
  const gone = (cause?: unknown) => new Failure('extension-gone', sentence(), { cause });
  if (isReloaded()) throw gone();
  let looks: ReturnType<typeof setInterval> | undefined;
  const lost = new Promise<never>((_, reject) => {
    looks = setInterval(() => isReloaded() && reject(gone()), LOOK_MS);
  });
  try {
    return await Promise.race([call(), lost]);
  } catch (thrown) {
    throw isReloaded() ? gone(thrown) : thrown;
  } finally {
    clearInterval(looks);
  }
}
