import type { Colour } from '../../../shared/image/picture.ts';
import { ID_PHOTOS } from '../result/id-photo.ts';
import type { SettingsStore } from './settings.ts';

/** Authorities want a plain light ground; white is taken by nearly all of them. */
const GROUND: Colour = [255, 255, 255];

/** Lays a white ground under an ID photograph that has none, and takes it away with the crop unless the person changed it. */
export function groundIdPhotos(settings: SettingsStore): void {
  let laid = false;
  settings.on(({ cropping, backdrop, backdropColour }, changed) => {
    if (backdrop !== 'colour' || backdropColour !== GROUND) laid = false;
    if (!changed.has('cropping')) return;
    if (cropping in ID_PHOTOS && backdrop === 'none') {
      settings.set({ backdrop: 'colour', backdropColour: GROUND });
      laid = true;
    } else if (!(cropping in ID_PHOTOS) && laid) settings.set({ backdrop: 'none' });
  });
}
