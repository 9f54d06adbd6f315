import type { GroundShadow } from '../../../shared/image/shadow/ground-shadow.ts';
import { reachOf, type Sticker } from '../result/finish.ts';
import type { Settings } from './settings.ts';

/** What a sticker is made of. */
export const STICKER_SETTINGS: readonly (keyof Settings)[] = [
  'outlined',
  'outlineColour',
  'outlineWidth',
  'shaded',
  'shadowOn',
  'shadowOpacity',
  'shadowBlur',
  'shadowDistance',
];

/**
 * The sticker that the settings describe, in pixels of the picture.
 *
 * @param scale how many times larger the person was made: its outline and shadow are, too.
 */
export function stickerOf(
  settings: Settings,
  { width, height }: { width: number; height: number },
  scale = 1,
): Sticker {
  const side = Math.max(width, height) * scale;
  const fall = settings.shadowDistance * side;
  return {
    ...(settings.outlined && { outline: { colour: settings.outlineColour, width: settings.outlineWidth * side } }),
    ...(settings.shaded &&
      settings.shadowOn === 'behind' && {
        shadow: {
          colour: [0, 0, 0],
          x: fall * Math.SQRT1_2,
          y: fall * Math.SQRT1_2,
          blur: settings.shadowBlur * side,
          opacity: settings.shadowOpacity,
        },
      }),
  };
}

/** What the shadow on the ground is made of. */
export const GROUND_SETTINGS: readonly (keyof Settings)[] = [
  'shaded',
  'shadowOn',
  'shadowOpacity',
  'shadowBlur',
  'shadowLean',
];

/** The shadow on the ground that the settings describe, in pixels of the picture; undefined for none. */
export const groundOf = (
  { shaded, shadowOn, shadowLean: lean, shadowBlur, shadowOpacity: opacity }: Settings,
  { width, height }: { width: number; height: number },
): GroundShadow | undefined =>
  shaded && shadowOn === 'ground' ? { lean, blur: shadowBlur * Math.max(width, height), opacity } : undefined;

/** How far the sticker that the settings describe reaches beyond its cutout, in pixels of the picture; 0 for none. */
export function reachOfSticker(settings: Settings, size: { width: number; height: number }): number {
  const sticker = stickerOf(settings, size);
  return sticker.outline || sticker.shadow ? reachOf(sticker) : 0;
}
