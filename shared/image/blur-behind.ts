import type { Steps } from '../steps.ts';
import { newPicture, type Picture } from './picture.ts';
import { resize } from './resize.ts';

/** Side of the copy that is blurred: a blur has no finer detail. */
const WORK_SIDE = 320;
/** Of the longer side: each of three box averages reaches this far to either side. */
const REACH = 0.022;
/** Where hardly anything but the people is near, the whole background's mean takes over. */
const MEAN_WEIGHT = 1e-3;

/**
 * The background of `picture`, out of focus: blurred as if the people were not there, so that no colour of theirs
 * spreads around them (normalised convolution: Knutsson & Westin, 1993).
 *
 * @param cutout of the same size; only its alpha counts.
 * @param strength how far it is out of focus, of what is usual.
 * @returns an opaque picture of the same size.
 * @throws RangeError when the sizes differ.
 */
export function* blurBehind(picture: Picture, cutout: Picture, strength = 1): Steps<Picture> {
  const { width, height } = picture;
  if (cutout.width !== width || cutout.height !== height) {
    throw new RangeError('The cutout and the picture differ in size.');
  }
  const scale = Math.min(1, WORK_SIDE / Math.max(width, height));
  const size = [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))] as const;
  const small = yield* resize(picture, ...size);
  const people = yield* resize(cutout, ...size);
  return yield* resize(spread(small, people, REACH * strength), width, height);
}

function spread(small: Picture, people: Picture, share: number): Picture {
  const { width, height, data } = small;
  let values = new Float32Array(data.length);
  const sum = [0, 0, 0, 0];
  for (let at = 0; at < data.length; at += 4) {
    const weight = ((1 - people.data[at + 3] / 255) * data[at + 3]) / 255;
    for (let c = 0; c < 3; c++) values[at + c] = data[at + c] * weight;
    values[at + 3] = weight;
    for (let c = 0; c < 4; c++) sum[c] += values[at + c];
  }
  const reach = Math.max(1, Math.round(Math.max(width, height) * share));
  for (let pass = 0; pass < 3; pass++) {
    values = boxSums(values, height, width * 4, 4, width, reach);
    values = boxSums(values, width, 4, width * 4, height, reach);
  }
  const mean = sum.map((value) => (sum[3] > 0 ? value / sum[3] : 0));
  const full = (2 * reach + 1) ** 6;
  const result = newPicture(width, height);
  for (let at = 0; at < data.length; at += 4) {
    const weight = values[at + 3] / full + MEAN_WEIGHT;
    for (let c = 0; c < 3; c++) result.data[at + c] = (values[at + c] / full + MEAN_WEIGHT * mean[c]) / weight;
    result.data[at + 3] = 255;
  }
  return result;
}

/** Running sums of four channels over `reach` neighbours to either side along `length` steps; nothing lies outside. */
function boxSums(
  from: Float32Array,
  lines: number,
  lineStride: number,
  stride: number,
  length: number,
  reach: number,
): Float32Array<ArrayBuffer> {
  const to = new Float32Array(from.length);
  for (let line = 0; line < lines; line++) {
    for (let c = 0; c < 4; c++) {
      const base = line * lineStride + c;
      let sum = 0;
      for (let i = 0; i < Math.min(reach, length); i++) sum += from[base + i * stride];
      for (let i = 0; i < length; i++) {
        if (i + reach < length) sum += from[base + (i + reach) * stride];
        to[base + i * stride] = sum;
        if (i >= reach) sum -= from[base + (i - reach) * stride];
      }
    }
  }
  return to;
}
