import { type Colour, newPicture, type Picture } from '../../../shared/image/picture.ts';

/** One colour that becomes another along a line. */
export interface Gradient {
  readonly from: Colour;
  readonly to: Colour;
  /** Where it goes, in degrees clockwise; 0: upwards. */
  readonly angle: number;
}

/** A size filled with a gradient that just reaches its corners, as `linear-gradient` in CSS Images 3. */
export function gradientPicture({ from, to, angle }: Gradient, width: number, height: number): Picture {
  const picture = newPicture(width, height);
  const radians = (angle * Math.PI) / 180;
  const [sin, cos] = [Math.sin(radians), Math.cos(radians)];
  const length = Math.abs(width * sin) + Math.abs(height * cos);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 4) {
      const along = ((x + 0.5 - width / 2) * sin - (y + 0.5 - height / 2) * cos) / length + 0.5;
      for (let c = 0; c < 3; c++) picture.data[at + c] = from[c] + (to[c] - from[c]) * along;
      picture.data[at + 3] = 255;
    }
  }
  return picture;
}
