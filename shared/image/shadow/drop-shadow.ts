import { blur as blurPlane, blurRadius } from '../box-filter.ts';
import { type Matte, newMatte } from '../picture.ts';

/** A shadow that falls straight behind. */
export interface DropShadow {
  /** How far it falls to the right and down, in pixels of the matte. */
  readonly x: number;
  readonly y: number;
  /** Standard deviation of its blur, in pixels of the matte. */
  readonly blur: number;
  /** 0..1. */
  readonly opacity: number;
}

/**
 * The shadow of a shape: moved, blurred and lightened.
 *
 * @returns the alpha of the shadow's colour, to be laid under the shape.
 */
export function dropShadow(shape: Matte, { x, y, blur, opacity }: DropShadow): Matte {
  const { width, height } = shape;
  const [dx, dy] = [Math.round(x), Math.round(y)];
  const plane = new Float32Array(width * height);
  for (let row = Math.max(0, dy); row < Math.min(height, height + dy); row++) {
    for (let column = Math.max(0, dx); column < Math.min(width, width + dx); column++) {
      plane[row * width + column] = shape.data[(row - dy) * width + column - dx];
    }
  }
  blurPlane(plane, width, height, blurRadius(blur));
  const result = newMatte(width, height);
  for (let i = 0; i < plane.length; i++) result.data[i] = plane[i] * opacity;
  return result;
}
