import { parseLengths } from '../../shared/contracts/lengths.ts';
import type { Box, Size } from '../../shared/image/geometry.ts';

const within = (value: number, most: number): number => Math.round(Math.min(Math.max(value, 0), most));

/**
 * The box that what lies in `box` moves to.
 *
 * @param scale `original`, or how much of `size` it fills at most, across and down.
 * @param position `original` (about the same middle), `center`, or shares of the room around it; by default in the
 *   middle where it is scaled, and where it was otherwise.
 */
export function placeOf(box: Box, size: Size, scale = 'original', position?: string): Box {
  const share = scale === 'original' ? undefined : parseLengths(scale)?.[0].value;
  const factor = share ? (share / 100) * Math.min(size.width / box.width, size.height / box.height) : 1;
  const width = Math.min(size.width, Math.max(1, Math.round(box.width * factor)));
  const height = Math.min(size.height, Math.max(1, Math.round(box.height * factor)));
  const room = { x: size.width - width, y: size.height - height };
  const wanted = position ?? (share ? 'center' : 'original');
  if (wanted === 'original') {
    const x = within(box.x + (box.width - width) / 2, room.x);
    return { x, y: within(box.y + (box.height - height) / 2, room.y), width, height };
  }
  const [across, down = across] = parseLengths(wanted === 'center' ? '50%' : wanted) ?? [];
  return {
    x: within((across.value / 100) * room.x, room.x),
    y: within((down.value / 100) * room.y, room.y),
    width,
    height,
  };
}
