import { areaOf, type Size } from '../image/geometry.ts';
import type { Picture, Tensor } from '../image/picture.ts';
import { atSize } from '../image/resize.ts';
import type { Steps } from '../steps.ts';
import type { InputSpec } from './catalog.ts';

/** No side of an input grows beyond this, however narrow the picture. */
const LONGEST_SIDE = 1536;

/**
 * Gives the size at which a network takes a picture. `fixed` is what it says. `multiple` keeps the picture's aspect: the short
 * side is as trained, unless that makes more than `maxPixels`, and both sides are rounded to the multiple.
 */
export function inputSize(picture: Size, size: InputSpec['size'], maxPixels = Number.POSITIVE_INFINITY): Size {
  if (size.policy === 'fixed') return { width: size.width, height: size.height };
  const { width, height } = picture;
  const scale = Math.min(
    size.shortSide / Math.min(width, height),
    Math.sqrt(maxPixels / (width * height)),
    LONGEST_SIDE / Math.max(width, height),
  );
  const round = (side: number) => Math.max(size.multiple, Math.round((side * scale) / size.multiple) * size.multiple);
  return { width: round(width), height: round(height) };
}

/**
 * Turns a picture into a network's input. It is resized to `to`, laid over white where it is transparent, and normalised.
 *
 * @returns `[1, 3, to.height, to.width]`, each channel `(value / 255 - mean) / std`.
 */
export function* toTensor(picture: Picture, spec: InputSpec, to: Size): Steps<Tensor> {
  const sized = yield* atSize(picture, to);
  const plane = areaOf(to);
  const data = new Float32Array(3 * plane);
  for (let c = 0; c < 3; c++) {
    const scale = 1 / (255 * spec.std[c]);
    const shift = spec.mean[c] / spec.std[c];
    for (let i = 0, at = c * plane; i < plane; i++, at++) {
      const opacity = sized.data[i * 4 + 3];
      const value = sized.data[i * 4 + c];
      data[at] = (opacity === 255 ? value : 255 + ((value - 255) * opacity) / 255) * scale - shift;
    }
  }
  return { dims: [1, 3, to.height, to.width], data };
}
