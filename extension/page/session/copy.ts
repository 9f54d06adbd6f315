import { Failure } from '../../common/words/failure.ts';
import { t } from '../../common/words/words.ts';

/**
 * Puts a PNG on the clipboard.
 *
 * @returns false when the browser wants a fresh click for it.
 * @throws CutoutError `permission-needed` where the page can't write to the clipboard at all.
 */
export async function copyPicture(picture: Blob): Promise<boolean> {
  if (!navigator.clipboard || typeof ClipboardItem === 'undefined') {
    throw new Failure('permission-needed', t('copyRefused'));
  }
  try {
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': picture })]);
    return true;
  } catch (thrown) {
    if (!navigator.userActivation.isActive || !document.hasFocus()) return false;
    throw new Failure('permission-needed', t('copyRefused'), { cause: thrown });
  }
}
