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

/**
 * Runs a call to the extension.
 *
 * @throws CutoutError `extension-gone` with the sentence to show when this script has lost its extension.
 */
export async function whenReloaded<Result>(call: () => Result | Promise<Result>): Promise<Result> {
  if (isReloaded()) throw new Failure('extension-gone', sentence());
  try {
    return await call();
  } catch (thrown) {
    if (isReloaded()) throw new Failure('extension-gone', sentence(), { cause: thrown });
    throw thrown;
  }
}
