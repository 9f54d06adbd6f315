import { showBackdrops } from '../../common/elements/backdrops.ts';
import { byId } from '../../common/elements/dom.ts';
import { keepBackdrop, LARGEST_BACKDROP_BYTES } from '../../common/storage/backdrops.ts';
import { t } from '../../common/words/words.ts';
import type { SettingsStore } from '../state/settings.ts';

/**
 * Pictures of one's own behind the person: one is chosen, or taken from those that are kept. Choosing “own picture” asks for one where
 * there is none yet.
 *
 * @param isPrivate nothing is kept of a private window.
 * @param say told when one is not kept, and why.
 */
export function wireBackdropPanel(settings: SettingsStore, isPrivate: boolean, say: (sentence: string) => void): void {
  const chooser = byId<HTMLInputElement>('backdrop-chooser');
  const lay = (picture: Blob) => settings.set({ backdrop: 'picture', backdropPicture: picture });
  byId('choose-backdrop').onclick = () => chooser.click();
  chooser.onchange = () => {
    const [picture] = chooser.files ?? [];
    if (picture) lay(picture);
    chooser.value = '';
  };
  const keep = async (picture: Blob) => {
    try {
      const megabytes = String(LARGEST_BACKDROP_BYTES / 1_000_000);
      if ((await keepBackdrop(picture)) === 'too-large') say(t('backdropTooLarge', megabytes));
    } catch {
      say(t('backdropNotKept'));
    }
  };
  showBackdrops(lay);
  settings.on(({ backdrop, backdropPicture }, changed) => {
    if (changed.has('backdrop') && backdrop === 'picture' && !backdropPicture) chooser.click();
    // It comes first again, where it is kept already.
    if (changed.has('backdropPicture') && backdropPicture && !isPrivate) void keep(backdropPicture);
  });
}
