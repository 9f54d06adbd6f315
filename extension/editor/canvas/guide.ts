import { byId } from '../../common/elements/dom.ts';
import type { Guide } from '../result/id-photo.ts';

const percent = (share: number): string => `${share * 100}%`;

/** Draws where crown, eyes and chin belong over the frame, which is an element of the page: it is in no file. */
export function showGuide(guide: Guide | undefined): void {
  byId('guide').hidden = !guide;
  if (!guide) return;
  const { style } = byId('guide');
  const [[eyesFrom, eyesTo], [chinFrom, chinTo]] = [guide.eyes, guide.chin];
  style.setProperty('--crown', percent(guide.crown));
  style.setProperty('--eyes', percent(eyesFrom));
  style.setProperty('--eyes-high', percent(eyesTo - eyesFrom));
  style.setProperty('--chin', percent(chinFrom));
  style.setProperty('--chin-high', percent(chinTo - chinFrom));
}
