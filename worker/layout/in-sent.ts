import type { Box, Size } from '../../shared/image/geometry.ts';

/**
 * Where a box of what was worked on lies in the picture that was sent, in whole pixels that hold all of it that lies there.
 *
 * @param part the part in which people were looked for, in pixels of what was worked on; `now` is the size of that.
 */
export function inSent(box: Box, part: Pick<Box, 'x' | 'y'>, now: Size, sent: Size): Box {
  const [across, down] = [sent.width / now.width, sent.height / now.height];
  const x = Math.max(0, Math.floor((part.x + box.x) * across));
  const y = Math.max(0, Math.floor((part.y + box.y) * down));
  const right = Math.min(sent.width, Math.ceil((part.x + box.x + box.width) * across));
  const bottom = Math.min(sent.height, Math.ceil((part.y + box.y + box.height) * down));
  return { x, y, width: right - x, height: bottom - y };
}
