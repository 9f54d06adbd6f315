import type { Tensor } from '../image/picture.ts';
import { resizePlane } from '../image/plane.ts';
import { agreementOf, type Evidence } from './evidence.ts';
import { reachOf } from './veto.ts';

/** Mattes of one picture by different networks or at different sizes: alpha `[1, 1, height, width]`, 0..1, of any sizes. */
export interface Mattes {
  /** By the job's own network. */
  readonly near: Tensor;
  /** By lite. */
  readonly lite: Tensor;
  /** By the same network, run on a smaller input. */
  readonly far?: Tensor | undefined;
  /** By MODNet. */
  readonly modnet?: Tensor | undefined;
}

/** A third matte is used only if its soft intersection over union with `near` is above this. */
const AGREES = { far: 0.9, modnet: 0.75 };

/**
 * `near` is sure if its doubt is below `doubt` and its soft intersection over union with `far` is above `far`. If it agrees with
 * `far` by more than `AGREES.far` and its doubt is below `surest`, it outvotes `far` and lite together.
 */
const SURE = { doubt: -2.2, far: 0.5, surest: -2.7 };

/**
 * The weights of the mattes, in the order near, lite, third. With two mattes, the larger weight decides where one of them is 0 and the other 1: that of
 * `near` if it is sure, otherwise that of lite. A third matte that agrees with `near` improves the result (models/LOG.md has the measurements).
 */
const WITH_MODNET = [1 / 3, 1 / 3, 1 / 3];
const WITH_FAR = [0.4, 0.3, 0.3];
const WITH_FAR_SUREST = [0.52, 0.22, 0.26];
const NEAR_SURE = [0.55, 0.45];
const NEAR_UNSURE = [0.35, 0.65];

/** If less than this share of the people's area would remain after removing a suspected leak, it is no leak. */
const MOST_LEAKED = 0.5;

/**
 * The probability of a person at each pixel, by all mattes together. If `near` or `lite` is empty, the other one alone is used.
 *
 * @param evidence what `weigh` made of `lite` and `near`.
 * @returns probabilities `[1, 1, height, width]`, at the size of `lite`, or of `near` where lite shows nothing.
 */
export function personProbability(
  { near, lite, far, modnet }: Mattes,
  { isNearBlank, isLiteBlank, nearDoubt }: Pick<Evidence, 'isNearBlank' | 'isLiteBlank' | 'nearDoubt'>,
): Tensor {
  if (isNearBlank) return lite;
  if (isLiteBlank) return near;
  if (modnet && agreementOf(near, modnet) > AGREES.modnet) return weighted([near, lite, modnet], WITH_MODNET, lite);
  const unsure = weighted([near, lite], NEAR_UNSURE, lite);
  const sure = ifSure(near, lite, far, nearDoubt);
  if (!sure) return unsure;
  // Two runs of one network may share a leak: false foreground. Far from lite's mask, the weights of an unsure `near` are used. If that removes most of
  // the area, it was no leak: a leak is smaller than a person.
  const reach = reachOf(lite).data;
  const within = sure.data.map((share, i) => unsure.data[i] + (share - unsure.data[i]) * reach[i]);
  return pixelsInside(within) < MOST_LEAKED * pixelsInside(sure.data) ? sure : { dims: lite.dims, data: within };
}

/** The probability if `near` agrees with `far` or is sure. */
function ifSure(near: Tensor, lite: Tensor, far: Tensor | undefined, doubt: number): Tensor | undefined {
  const agreement = far ? agreementOf(near, far) : 0;
  if (far && agreement > AGREES.far) {
    return weighted([near, lite, far], doubt < SURE.surest ? WITH_FAR_SUREST : WITH_FAR, lite);
  }
  return doubt < SURE.doubt && agreement > SURE.far ? weighted([near, lite], NEAR_SURE, lite) : undefined;
}

/** The number of pixels with a probability above ½. */
const pixelsInside = (probability: Float32Array): number =>
  probability.reduce((count, share) => count + Number(share > 0.5), 0);

/** The weighted mean of `mattes`, at the size of `size`. */
export function weighted(mattes: readonly Tensor[], weights: readonly number[], { dims }: Tensor): Tensor {
  const sum = new Float32Array(dims[2] * dims[3]);
  for (const [i, matte] of mattes.entries()) {
    const sized = resizePlane(matte.data, matte.dims[3], matte.dims[2], dims[3], dims[2]);
    for (let at = 0; at < sum.length; at++) sum[at] += weights[i] * sized[at];
  }
  return { dims, data: sum };
}
