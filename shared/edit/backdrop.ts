import { boxMean } from '../box.ts';
import { newPicture, type Picture } from '../picture.ts';

/** Weight of the person's own colours: only where nothing else is near does it show. */
const LITTLE = 1e-3;

/**
 * The picture's background out of focus: a blur that leaves the person out, so that they don't glow around themselves
 * (normalised convolution, Knutsson & Westin 1993; three running means stand for a Gaussian).
 *
 * @param picture opaque colours.
 * @param cutout the same size; its alpha says how much of a pixel is person.
 * @param radius of each running mean, in pixels.
 */
export function blurredBackdrop(picture: Picture, cutout: Picture, radius: number): Picture {
  const { width, height } = picture;
  const planes = Array.from({ length: 4 }, () => new Float32Array(width * height));
  for (let i = 0; i < width * height; i++) {
    const weight = 1 - cutout.data[i * 4 + 3] / 255 + LITTLE;
    for (let c = 0; c < 3; c++) planes[c][i] = picture.data[i * 4 + c] * weight;
    planes[3][i] = weight;
  }
  for (const plane of planes) for (let pass = 0; pass < 3; pass++) boxMean(plane, width, height, radius);
  const result = newPicture(width, height);
  for (let i = 0; i < width * height; i++) {
    for (let c = 0; c < 3; c++) result.data[i * 4 + c] = planes[c][i] / planes[3][i];
    result.data[i * 4 + 3] = 255;
  }
  return result;
}
