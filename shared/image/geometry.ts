/** Width and height in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A rectangle in pixels, its corner at the upper left. */
export interface Box extends Size {
  readonly x: number;
  readonly y: number;
}

/** Number of pixels. */
export const areaOf = ({ width, height }: Size): number => width * height;

/** The smallest box that holds both. */
export function around(a: Box, b: Box): Box {
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)];
  return {
    x,
    y,
    width: Math.max(a.x + a.width, b.x + b.width) - x,
    height: Math.max(a.y + a.height, b.y + b.height) - y,
  };
}

/** The largest size of the same shape with at most `pixels`, at most `most` times as large as it is, and no larger than it is. */
export function fittingSize({ width, height }: Size, pixels: number, most = 1): Size {
  const scale = Math.min(most, Math.sqrt(pixels / (width * height)));
  if (scale >= 1) return { width, height };
  return { width: Math.max(1, Math.floor(width * scale)), height: Math.max(1, Math.floor(height * scale)) };
}
