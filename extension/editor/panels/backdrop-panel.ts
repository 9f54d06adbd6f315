import { showBackdrops } from '../../common/elements/backdrops.ts';
import { byId } from '../../common/elements/dom.ts';
import { keepBackdrop } from '../../common/storage/backdrops.ts';
import type { SettingsStore } from '../state/settings.ts';

/**
 * Pictures of one's own behind the person: one is chosen, or taken from those that are kept. Choosing “own picture” asks for one where
 * there is none yet.
 *
 * @param isPrivate nothing is kept of a private window.
 * @param onNotKept told when there was no room to keep one.
 */
export function wireBackdropPanel(settings: SettingsStore, isPrivate: boolean, onNotKept: () => void): void {
  const chooser = byId<HTMLInputElement>('backdrop-chooser');
  const lay = (picture: Blob) => settings.set({ backdrop: 'picture', backdropPicture: picture });
  byId('choose-backdrop').onclick = () => chooser.click();
  chooser.onchange = () => {
    const [picture] = chooser.files ?? [];
    if (picture) lay(picture);
    chooser.value = '';
  };
  showBackdrops(lay);
  settings.on(({ backdrop, backdropPicture }, changed) => {
    if (changed.has('backdrop') && backdrop === 'picture' && !backdropPicture) chooser.click();
    // It comes first again, where it is kept already.
    if (changed.has('backdropPicture') && backdropPicture && !isPrivate)
      void keepBackdrop(backdropPicture).catch(onNotKept);
  });
}
