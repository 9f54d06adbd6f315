import type { Size } from '../../../shared/image/geometry.ts';

/** A place in CSS pixels, from the middle of the stage. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** How a picture lies in its stage: how many times larger than fitted, 1..`LARGEST`, and where its middle is. */
export interface View extends Place {
  readonly scale: number;
}

export const LARGEST = 16;

/** All of it in sight. */
export const FITTED: View = { scale: 1, x: 0, y: 0 };

/**
 * The view with its zoom multiplied; what is at a place stays there, as far as the picture's border allows.
 *
 * @param fitted the picture's size where all of it is in sight.
 */
export function zoomed({ scale, x, y }: View, factor: number, about: Place, fitted: Size, stage: Size): View {
  const to = Math.min(LARGEST, Math.max(1, scale * factor));
  const grown = to / scale;
  const next = { scale: to, x: about.x - (about.x - x) * grown, y: about.y - (about.y - y) * grown };
  return within(next, fitted, stage);
}

/** The view with the picture moved; no border of it comes further in than the stage's. */
export const panned = ({ scale, x, y }: View, by: Place, fitted: Size, stage: Size): View =>
  within({ scale, x: x + by.x, y: y + by.y }, fitted, stage);

function within({ scale, x, y }: View, fitted: Size, stage: Size): View {
  const inside = (value: number, side: 'width' | 'height') => {
    const room = Math.max(0, (fitted[side] * scale - stage[side]) / 2);
    return Math.min(room, Math.max(0 - room, value));
  };
  return { scale, x: inside(x, 'width'), y: inside(y, 'height') };
}
