import { byId } from '../../common/elements/dom.ts';
import { type Edited, isStillThere, putIntoPage } from '../../common/requests/page-place.ts';
import { Failure } from '../../common/words/failure.ts';
import { t } from '../../common/words/words.ts';
import type { PlaceInTab } from '../../contracts/messages.ts';

/**
 * The button that puts the result into the page that the picture came from. Where the page no longer shows the picture, words say so
 * in its place.
 *
 * @param attempt makes the result, hands it over, and says what became of it.
 */
export function wirePutBack(
  from: PlaceInTab,
  attempt: (put: (edited: Edited) => Promise<void>) => Promise<void>,
): void {
  const button = byId<HTMLButtonElement>('put-back');
  const look = async () => {
    const isThere = await isStillThere(from);
    button.hidden = !isThere;
    byId('page-gone').hidden = isThere;
  };
  button.onclick = async () => {
    await attempt(async (edited) => {
      if (!(await putIntoPage(from, edited))) throw new Failure('picture-unreadable', t('editPageGone'));
    });
    await look();
  };
  // Whoever closes the page, or goes on in it, comes back afterwards.
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) void look();
  });
  void look();
}
