import { type Matte, newPicture, type Picture, type Tensor } from '../../shared/image/picture.ts';
import { resize } from '../../shared/image/resize.ts';
import { estimateForeground } from '../../shared/matting/foreground.ts';
import { refineMatte } from '../../shared/matting/guided-filter.ts';
import { trainedSize } from '../../shared/pipeline/view.ts';
import { runToEnd } from '../../shared/steps.ts';
import { inputOf } from '../catalog.ts';
import { colourError } from '../metrics/colour.ts';
import { mad } from '../metrics/difference.ts';
import { gradientError } from '../metrics/gradient.ts';
import { withMatte } from './cases.ts';
import { enlarged } from './cut.ts';

/** How a stage does, beside doing nothing. */
export interface Compared {
  readonly ours: number;
  readonly plain: number;
}

/** The stages after the network, each given the truth of the stage before it. */
export interface Stages {
  /** Refinement of a coarse matte against enlarging it bilinearly. */
  readonly mad: Compared;
  readonly grad: Compared;
  /** Foreground colours by the true matte against the picture's own colours. */
  readonly colour: Compared;
}

/** Most that a coarse alpha is off where it is neither 0 nor 1. */
const NOISE = 4 / 255;
/** The true matte as an ideal network would give it: averaged to portrait-s's size, 8 bits, a little noise. */
export function ideallyCoarse(truth: Matte): Tensor {
  const { size } = inputOf('portrait-s');
  const { width, height } = trainedSize(truth, size);
  const grey = newPicture(truth.width, truth.height).data.fill(255);
  for (let i = 0; i < truth.data.length; i++) grey[i * 4] = truth.data[i];
  const small = runToEnd(resize({ width: truth.width, height: truth.height, data: grey }, width, height));
  let state = 1;
  const data = Float32Array.from({ length: width * height }, (_, i) => {
    const alpha = small.data[i * 4] / 255;
    if (alpha === 0 || alpha === 1) return alpha;
    state = (state * 48271) % 2147483647;
    return Math.min(1, Math.max(0, alpha + NOISE * ((2 * state) / 2147483647 - 1)));
  });
  return { dims: [1, 1, height, width], data };
}

/** @param cutout the true foreground with the true matte as alpha. */
export function measureStages(picture: Picture, truth: Matte, cutout: Picture): Stages {
  const coarse = ideallyCoarse(truth);
  const refined = runToEnd(refineMatte(coarse, picture));
  const plain = enlarged(coarse.data, coarse.dims[3], coarse.dims[2], picture);
  return {
    mad: { ours: mad(refined, truth), plain: mad(plain, truth) },
    grad: { ours: gradientError(refined, truth), plain: gradientError(plain, truth) },
    colour: {
      ours: colourError(runToEnd(estimateForeground(picture, truth)), cutout),
      plain: colourError(withMatte(picture, truth), cutout),
    },
  };
}
