import { spaceOf } from '../../shared/image/colour/colour.ts';
import type { ColourSpace } from '../../shared/image/colour/space.ts';
import { statedColour } from '../../shared/sniff/colour/colour.ts';
import type { PictureFormat } from '../../shared/sniff/header.ts';

/** What becomes of what an image says of its colours, in the words of the header `Matteo-Colour-Profile`. */
export type ProfileUse = 'none' | 'used' | 'ignored';

/** The space that an image's numbers are taken for: sRGB where it says nothing, or has a profile that only tables describe. */
export function spaceFor(
  bytes: Uint8Array,
  format: PictureFormat,
): { readonly space: ColourSpace | 'srgb'; readonly use: ProfileUse } {
  const stated = statedColour(bytes, format);
  const space = spaceOf(stated);
  if (space === 'unknown') return { space: 'srgb', use: 'ignored' };
  return { space, use: stated ? 'used' : 'none' };
}
